// Small pieces that panel, table, search and legend share.
import { byId, h, words } from "./dom";
import { lineText, type Edge, type Kind, type Node, type Status } from "./data";

const SVG = "http://www.w3.org/2000/svg";
const POINTS: Record<string, string> = {
  diamond: "8,1 15,8 8,15 1,8", "round-diamond": "8,1.5 14.5,8 8,14.5 1.5,8", triangle: "8,1.5 15,14.5 1,14.5",
  vee: "1,2 8,5 15,2 8,15", pentagon: "8,1 15,6.5 12.3,14.5 3.7,14.5 1,6.5", hexagon: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8",
  octagon: "5,1 11,1 15,5 15,11 11,15 5,15 1,11 1,5",
  star: "8,0.8 10.2,5.9 15.5,6.2 11.4,9.7 12.8,15 8,12 3.2,15 4.6,9.7 0.5,6.2 5.8,5.9",
};

function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** The points of a shape in a box of 16 by 16; null for what is round or a rectangle. */
export const shapePoints = (shape: string): string | null => POINTS[shape] ?? null;

/** A class's mark, drawn as its nodes are. */
export function swatch(kind: Kind): SVGElement {
  const mark = svg("svg", { class: "swatch", viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" });
  const points = shapePoints(kind.shape);
  mark.append(points ? svg("polygon", { points, fill: kind.color })
    : kind.shape === "ellipse" ? svg("circle", { cx: 8, cy: 8, r: 7, fill: kind.color })
    : svg("rect", kind.shape === "rectangle" ? { x: 2, y: 2, width: 12, height: 12, fill: kind.color }
      : { x: 1, y: 3.5, width: 14, height: 9, rx: 3, fill: "none", stroke: kind.color, "stroke-width": 2 }));
  return mark;
}

/** A kind of claim's mark: its stroke, as edges have it. */
export function stroke(status: Status): SVGElement {
  const mark = svg("svg", { class: "stroke", viewBox: "0 0 30 10", width: 30, height: 10, "aria-hidden": "true" });
  mark.append(svg("line", { x1: 0, y1: 5, x2: 24, y2: 5, stroke: status.color, "stroke-width": 2.5, "stroke-dasharray": status.dashes.map((n) => n * 0.75).join(" ") }));
  const head: Record<string, SVGElement> = {
    triangle: svg("polygon", { points: "22,1 30,5 22,9", fill: status.color }), vee: svg("path", { d: "M22 1 L29 5 L22 9", fill: "none", stroke: status.color, "stroke-width": 2 }),
    circle: svg("circle", { cx: 26, cy: 5, r: 3.2, fill: status.color }), tee: svg("line", { x1: 27, y1: 0, x2: 27, y2: 10, stroke: status.color, "stroke-width": 2.5 }),
  };
  mark.append(head[status.arrow]);
  return mark;
}

export function badge(status: Status): HTMLElement {
  return h("span", { class: `badge ${status.id}`, title: status.help }, status.label);
}

export function nodeButton(node: Node, choose: (node: Node) => void): HTMLElement {
  return h("button", { type: "button", class: "entity", onclick: () => choose(node) }, swatch(node.kind), words(node.label, "name"));
}

let saying = 0;

/** Tells a screen reader what was done; shows it for a moment too, where nothing else would. */
export function say(text: string, shown = false): void {
  const place = byId("said");
  place.textContent = text;
  place.className = shown ? "toast" : "hidden";
  window.clearTimeout(saying);
  if (shown) saying = window.setTimeout(() => { place.className = "hidden"; }, 2600);
}

export const spoken = (edge: Edge): string => `${edge.from.label} ${lineText(edge)} ${edge.to.label}`;

export function copy(text: string): void {
  const written = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  written.catch(() => { if (!select(text)) throw new Error("not copied"); }).then(() => say("Copied.", true), () => say(text, true));
}

/** Copies as browsers did before they had a clipboard, which a page from disk may be refused. */
function select(text: string): boolean {
  const area = h("textarea", { class: "hidden", readonly: true }, text), focused = document.activeElement as HTMLElement | null;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}
