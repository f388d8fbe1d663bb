// The filters, which are the legend too: classes, kinds of claim, properties, sources, dates, confidence, support.
import { button, byId, h, words } from "./dom";
import { stroke, swatch } from "./parts";
import { publisherOf, speakersOf } from "./visible";
import { noFilters, type Facet, type State, type View } from "./view";
import type { Claim, Graph } from "./data";

interface Line { id: string; label: string; count: number; mark?: SVGElement }
const SHOWN = 14; // lines of a facet before "more"

export class FilterPane {
  private boxes: [Facet, string, HTMLInputElement][] = [];
  private bars = new Map<string, HTMLElement>();

  constructor(private graph: Graph, private state: State) {
    const tally = (facet: (claim: Claim) => string[]) => {
      const counts = new Map<string, number>();
      for (const claim of graph.claims) for (const id of facet(claim)) counts.set(id, (counts.get(id) ?? 0) + 1);
      return counts;
    };
    const lines = (counts: Map<string, number>): Line[] => [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([id, count]) => ({ id, label: id, count }));
    const nodes = new Map<string, number>(), statuses = tally((claim) => [claim.edge.status.id]), properties = tally((claim) => [claim.edge.property.id]);
    for (const node of graph.nodes) nodes.set(node.kind.id, (nodes.get(node.kind.id) ?? 0) + 1);
    this.facet("classes", "kind", graph.kinds.map((kind) => ({ id: kind.id, label: kind.label, count: nodes.get(kind.id) ?? 0, mark: swatch(kind) })));
    this.facet("statuses", "status", graph.statuses.filter((status) => statuses.has(status.id)).map((status) => ({ id: status.id, label: status.label, count: statuses.get(status.id)!, mark: stroke(status) })));
    const named = lines(properties).map((line) => ({ ...line, property: graph.properties.find((property) => property.id === line.id)! }));
    this.facet("properties", "property", named.filter(({ property }) => !property.open).map((line) => ({ ...line, label: line.property.label })));
    this.facet("open-properties", "property", named.filter(({ property }) => property.open).map((line) => ({ ...line, label: line.property.label })));
    this.facet("publishers", "publisher", lines(tally((claim) => [publisherOf(claim)])));
    this.facet("speakers", "speaker", lines(tally(speakersOf)));
    this.years();
    this.ranges();
  }

  private facet(place: string, facet: Facet, lines: Line[]): void {
    const root = byId(place), rows = lines.map((line) => this.line(facet, line, lines));
    if (!lines.length) { root.closest("details, section")!.setAttribute("hidden", ""); return; }
    root.append(...rows.slice(0, SHOWN));
    if (rows.length > SHOWN) {
      const more = button(`${rows.length - SHOWN} more`, () => { root.append(...rows.slice(SHOWN)); more.remove(); }, { class: "plain" });
      root.append(more);
    }
    if (lines.length > 1) root.prepend(h("p", { class: "all" }, button("all", () => this.set(facet, lines.map((l) => [l.id, true])), { class: "plain" }), " · ", button("none", () => this.set(facet, lines.map((l) => [l.id, false])), { class: "plain" })));
  }

  private line(facet: Facet, line: Line, all: Line[]): HTMLElement {
    const box = h("input", { type: "checkbox", checked: true, onchange: () => this.set(facet, [[line.id, box.checked]]) });
    this.boxes.push([facet, line.id, box]);
    return h("div", { class: "check" }, h("label", {}, box, line.mark, words(line.label, "text")), h("span", { class: "count" }, line.count.toLocaleString("en")),
      all.length > 1 && button("only", () => this.set(facet, all.map((other) => [other.id, other === line])), { class: "plain only", "aria-label": `only ${line.label}` }));
  }

  private set(facet: Facet, values: [string, boolean][]): void {
    const hidden = new Set(this.state.view.filters.hidden[facet]);
    for (const [id, shown] of values) if (shown) hidden.delete(id); else hidden.add(id);
    this.state.filter({ hidden: { ...this.state.view.filters.hidden, [facet]: hidden } }, true);
  }

  /** A bar for each year that claims are dated with; taking one filters by it. */
  private years(): void {
    const counts = new Map<string, number>();
    for (const claim of this.graph.claims) if (/^\d{4}/.test(claim.from)) counts.set(claim.from.slice(0, 4), (counts.get(claim.from.slice(0, 4)) ?? 0) + 1);
    const years = [...counts.keys()].sort().slice(-24), most = Math.max(1, ...counts.values());
    for (const year of years) {
      const bar = button(h("span", { class: "bar", style: null }), () => {
        const same = this.state.view.filters.from === year && this.state.view.filters.to === year;
        this.state.filter({ from: same ? "" : year, to: same ? "" : year }, true);
      }, { class: "year", title: `${year}: ${counts.get(year)} claims`, "aria-label": `${year}, ${counts.get(year)} claims`, "aria-pressed": "false" });
      (bar.firstElementChild as HTMLElement).style.height = `${Math.max(6, Math.sqrt(counts.get(year)! / most) * 100)}%`;
      this.bars.set(year, bar);
    }
    byId("years").append(...this.bars.values());
    byId("years-from").textContent = years[0] ?? "";
    byId("years-to").textContent = years.length > 1 ? years[years.length - 1] : "";
  }

  private ranges(): void {
    const input = (id: string, apply: (value: string) => void) => {
      const element = byId(id) as HTMLInputElement;
      element.addEventListener("input", () => apply(element.value.trim()));
    };
    const date = (value: string) => /^\d{4}(-\d\d){0,2}$/.test(value) || !value;
    input("since", (value) => { if (date(value)) this.state.filter({ from: value }); });
    input("until", (value) => { if (date(value)) this.state.filter({ to: value }); });
    input("confidence", (value) => this.state.filter({ confidence: Number(value) }));
    input("support", (value) => this.state.filter({ support: Number(value) }));
    input("limit", (value) => this.state.change({ limit: Number(value) }, false));
    const support = Math.max(1, ...this.graph.edges.map((edge) => edge.support));
    byId("support").setAttribute("max", String(Math.min(support, 20)));
    byId("support").closest("section")!.hidden = support < 2;
    byId("limit").setAttribute("max", String(Math.min(1500, Math.max(1, this.graph.named.length))));
    byId("reset").addEventListener("click", () => this.state.change({ filters: noFilters(), group: -1, shut: new Set() }));
  }

  draw(view: View): void {
    const { filters } = view;
    for (const [facet, id, box] of this.boxes) box.checked = !filters.hidden[facet].has(id);
    for (const [year, bar] of this.bars) bar.setAttribute("aria-pressed", String(filters.from === year && filters.to === year));
    const put = (id: string, value: string | number) => { const element = byId(id) as HTMLInputElement; if (element !== document.activeElement || element.type === "range") element.value = String(value); };
    put("since", filters.from); put("until", filters.to); put("confidence", filters.confidence); put("support", filters.support); put("limit", view.limit);
    byId("confidence-out").textContent = filters.confidence ? filters.confidence.toFixed(2) : "any";
    byId("support-out").textContent = filters.support > 1 ? String(filters.support) : "any";
    byId("limit-out").textContent = String(view.limit);
    const active = filters.from || filters.to || filters.confidence || filters.support > 1 || view.group >= 0 || view.shut.size || Object.values(filters.hidden).some((set) => set.size);
    byId("reset").hidden = !active;
  }
}
