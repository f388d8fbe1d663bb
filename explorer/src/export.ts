// What is shown, as a file: the picture on the screen as PNG or SVG, its claims as Turtle or CSV.
import type { NodeSingular } from "cytoscape";
import { SIDES } from "./labels";
import { shapePoints } from "./parts";
import { sourceOf, type Claim, type Edge, type Graph, type Node } from "./data";
import { claimPasses, type Visible } from "./visible";
import type { View } from "./view";
import { shorten, type Picture } from "./graph";

export function save(name: string, type: string, content: string | Blob): void {
  const address = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** The claims behind the drawn edges that pass the filters. */
export function shownClaims(now: Visible, view: View): Claim[] {
  return [...now.edges].sort((a, b) => a.n - b.n).flatMap((edge) => edge.claims).filter((claim) => claimPasses(claim, view.filters) || claim === view.claim);
}

const cell = (value: string | number): string => {
  // A cell that a spreadsheet would run as a formula is told to be text.
  const text = String(value), safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

export function toCsv(claims: Claim[]): string {
  const head = ["subject", "property", "object", "kind", "when", "years named", "source", "confidence", "article", "date", "sentence", "claim"];
  const rows = claims.map((claim) => [claim.edge.from.label, claim.edge.property.id, claim.edge.to.label, claim.edge.status.id, claim.time, claim.named.join(" "), sourceOf(claim), claim.confidence,
    claim.article?.title ?? "", claim.article?.date ?? "", claim.article?.slice(claim.start, claim.end) ?? "", claim.id]);
  return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

export function toTurtle(graph: Graph, claims: Claim[]): string {
  const term = (node: Node) => (/^["<]/.test(node.term) ? node.term : `<${graph.base}${node.term}>`);
  const property = (edge: Edge) => { const [prefix, local] = [edge.property.id.slice(0, edge.property.id.indexOf(":")), edge.property.id.slice(edge.property.id.indexOf(":") + 1)]; return `<${graph.prefixes[prefix] ?? prefix + ":"}${local}>`; };
  const text = (value: string) => JSON.stringify(value).replace(/[\u007f\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  const prefixes = ["kg", "rdf", "skos", "prov", "schema"], lines = prefixes.map((name) => `@prefix ${name}: <${graph.prefixes[name]}> .`);
  const nodes = new Set(claims.flatMap((claim) => [claim.edge.from, claim.edge.to])), stated = new Set<string>();
  for (const node of nodes) if (!node.term.startsWith('"')) lines.push("", `${term(node)} skos:prefLabel ${text(node.written)} .`);
  for (const claim of claims) {
    const { edge } = claim, fact = edge.status.id === "fact" && !edge.property.open && !edge.from.unnamed && !edge.to.unnamed;
    const triple = `${term(edge.from)} ${property(edge)} ${term(edge.to)} .`;
    if (fact && !stated.has(triple)) { stated.add(triple); lines.push("", triple); }
    const modality = { fact: "asserted", negated: "asserted" }[edge.status.id] ?? edge.status.id;
    lines.push("", `<${graph.prefixes.claim}${claim.id}> a kg:Claim ;`, `    rdf:subject ${term(edge.from)} ; rdf:predicate ${property(edge)} ; rdf:object ${term(edge.to)} ;`,
      `    kg:modality kg:${modality} ; kg:polarity kg:${edge.status.id === "negated" ? "negated" : "affirmed"} ; kg:confidence ${claim.confidence} ;`,
      ...(claim.article ? [`    prov:wasDerivedFrom <${graph.base}${claim.article.iri}> ;`, `    schema:text ${text(claim.article.slice(claim.start, claim.end))} .`] : [`    schema:text "" .`]));
  }
  return lines.join("\n") + "\n";
}

/** The picture as it stands on the screen, at least twice as fine. */
export const toPng = (picture: Picture): Blob =>
  picture.cy.png({ output: "blob", scale: Math.max(2, window.devicePixelRatio || 1), bg: getComputedStyle(document.documentElement).getPropertyValue("--ground").trim() }) as unknown as Blob;

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, " ");

/** The picture as it stands on the screen, in its own units. */
export function toSvg(picture: Picture): string {
  const { cy } = picture, css = getComputedStyle(document.documentElement), [ink, ground] = ["--ink", "--ground"].map((name) => css.getPropertyValue(name).trim());
  const { x1, y1, w, h } = cy.extent(), parts: string[] = [];
  cy.edges().forEach((element) => {
    const edge = picture.edge(element), from = element.sourceEndpoint(), to = element.targetEndpoint(), bend = element.controlPoints?.() ?? [], width = parseFloat(element.style("width"));
    const route = bend?.length === 1 ? `Q${bend[0].x} ${bend[0].y} ${to.x} ${to.y}` : bend?.length ? `L${bend.map((p) => `${p.x} ${p.y}`).join(" ")} ${to.x} ${to.y}` : `L${to.x} ${to.y}`;
    const dashes = edge.status.dashes.length ? ` stroke-dasharray="${edge.status.dashes.map((n) => n * width).join(" ")}"` : "";
    parts.push(`<path d="M${from.x} ${from.y}${route}" fill="none" stroke="${edge.status.color}" stroke-width="${width}" opacity="${element.effectiveOpacity() * Number(element.style("line-opacity"))}"${dashes} marker-end="url(#${edge.status.id})"/>`);
    if (!element.hasClass("quiet")) {
      const middle = element.midpoint(), angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI, turned = Math.abs(angle) > 90 ? angle + 180 : angle;
      parts.push(`<text x="${middle.x}" y="${middle.y}" transform="rotate(${turned} ${middle.x} ${middle.y})" dy="0.3em" text-anchor="middle" font-size="${parseFloat(element.style("font-size"))}" fill="${ink}" stroke="${ground}" stroke-width="${2 * parseFloat(element.style("text-outline-width"))}" paint-order="stroke" opacity="${element.effectiveOpacity()}">${escape(element.style("label"))}</text>`);
    }
  });
  cy.nodes().forEach((element) => { parts.push(svgNode(picture, element, ink, ground)); });
  const markers = [...new Set(cy.edges().toArray().map((element) => picture.edge(element).status))].map((status) =>
    `<marker id="${status.id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6" orient="auto-start-reverse">${{ triangle: `<path d="M0 0L10 5L0 10z" fill="${status.color}"/>`, vee: `<path d="M0 0L10 5L0 10L4 5z" fill="${status.color}"/>`, circle: `<circle cx="5" cy="5" r="4" fill="${status.color}"/>`, tee: `<path d="M8 0V10" stroke="${status.color}" stroke-width="3"/>` }[status.arrow]}</marker>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${cy.width()}" height="${cy.height()}" viewBox="${x1} ${y1} ${w} ${h}" font-family="system-ui, Noto Sans, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"><defs>${markers.join("")}</defs><rect x="${x1}" y="${y1}" width="100%" height="100%" fill="${ground}"/>${parts.join("\n")}</svg>\n`;
}

function svgNode(picture: Picture, element: NodeSingular, ink: string, ground: string): string {
  const node = picture.node(element), at = element.position(), [width, height, size] = ["width", "height", "font-size"].map((name) => parseFloat(element.style(name)));
  const points = shapePoints(node.kind.shape), left = at.x - width / 2, top = at.y - height / 2;
  const shape = node.value ? `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${height / 4}" fill="${ground}" stroke="${node.kind.color}" stroke-width="${height / 16}"/>`
    : points ? `<polygon transform="translate(${left} ${top}) scale(${width / 16})" points="${points}" fill="${node.kind.color}"/>`
    : node.kind.shape === "ellipse" ? `<circle cx="${at.x}" cy="${at.y}" r="${width / 2}" fill="${node.kind.color}"/>` : `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${node.kind.color}"/>`;
  const side = node.value ? "middle" : SIDES.find((one) => element.hasClass(one)) ?? "bottom", gap = size / 3;
  const [x, y, anchor] = { middle: [at.x, at.y, "middle"], bottom: [at.x, at.y + height / 2 + size * 0.75, "middle"], top: [at.x, top - size * 0.75, "middle"],
    right: [at.x + width / 2 + gap, at.y, "start"], left: [left - gap, at.y, "end"] }[side];
  const label = element.hasClass("quiet") ? "" : `<text x="${x}" y="${y}" dy="0.35em" text-anchor="${anchor}" font-size="${size}" font-weight="${element.style("font-weight")}" fill="${ink}" stroke="${ground}" stroke-width="${size / 2.8}" paint-order="stroke">${escape(shorten(node.label))}</text>`;
  return `<g opacity="${element.effectiveOpacity()}"><title>${escape(node.label)}</title>${shape}${label}</g>`;
}
