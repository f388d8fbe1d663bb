// The filters, which are the legend too: classes, kinds of claim, properties, sources, dates, confidence, support.
import { button, byId, h, plural, words } from "./dom";
import { stroke, swatch } from "./parts";
import { publisherOf, speakersOf } from "./visible";
import { noFilters, type Facet, type State, type View } from "./view";
import type { Claim, Graph } from "./data";

interface Line { id: string; label: string; count: number; mark?: SVGElement }
const SHOWN = 14; // lines of a facet before "more"
const AXIS = 7; // years of the axis: what fits beside one another in 24 pixels each; what is older has one bar
const WIDEST = 28; // pixels of a bar

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
    if (lines.length > 1) root.prepend(h("p", { class: "all" }, button("all", () => this.set(facet, lines.map((l) => [l.id, true])), { class: "plain" }), button("none", () => this.set(facet, lines.map((l) => [l.id, false])), { class: "plain" })));
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

  /** A bar for each year from the first that claims are of to the last; taking one filters by it. What is older than the
   *  axis is one bar. A claim without days counts for the years that its sentence names, else for its article's. */
  private years(): void {
    const counts = new Map<string, number>(), all = (claim: Claim) => (claim.named.length ? claim.named : /^\d{4}/.test(claim.from) ? [claim.from.slice(0, 4)] : []);
    for (const claim of this.graph.claims) for (const year of all(claim)) counts.set(year, (counts.get(year) ?? 0) + 1);
    const known = [...counts.keys()].sort(), last = Number(known[known.length - 1]), first = Math.max(Number(known[0]), last - AXIS + 1), most = Math.max(1, ...counts.values());
    const bars: HTMLElement[] = [], before = known.filter((year) => Number(year) < first);
    if (before.length) bars.push(this.bar("", String(first - 1), before.reduce((sum, year) => sum + counts.get(year)!, 0), most, `until ${first - 1}`));
    for (let year = first; year <= last; year += 1) bars.push(this.bar(String(year), String(year), counts.get(String(year)) ?? 0, most, String(year)));
    byId("years").append(...bars);
    for (const id of ["years", "years-axis"]) byId(id).style.maxWidth = `${Math.max(2, bars.length) * WIDEST}px`;
    byId("years-from").textContent = before.length ? `… ${first}` : known[0] ?? "";
    byId("years-to").textContent = known.length > 1 ? String(last) : "";
  }

  private bar(from: string, to: string, count: number, most: number, name: string): HTMLElement {
    const fill = h("span", { class: "bar" });
    if (!count) return h("span", { class: "year" });
    fill.style.height = `${Math.max(6, Math.min(1, Math.sqrt(count / most)) * 100)}%`;
    const bar = button(fill, () => {
      const { filters } = this.state.view, same = filters.from === from && filters.to === to;
      this.state.filter({ from: same ? "" : from, to: same ? "" : to }, true);
    }, { class: "year", title: `${name}: ${plural(count, "claim")}`, "aria-label": `${name}, ${plural(count, "claim")}`, "aria-pressed": "false" });
    this.bars.set(`${from} ${to}`, bar);
    return bar;
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
    for (const [range, bar] of this.bars) bar.setAttribute("aria-pressed", String(range === `${filters.from} ${filters.to}`));
    const put = (id: string, value: string | number) => { const element = byId(id) as HTMLInputElement; if (element !== document.activeElement || element.type === "range") element.value = String(value); };
    put("since", filters.from); put("until", filters.to); put("confidence", filters.confidence); put("support", filters.support); put("limit", view.limit);
    byId("confidence-out").textContent = filters.confidence ? filters.confidence.toFixed(2) : "any";
    byId("support-out").textContent = filters.support > 1 ? String(filters.support) : "any";
    byId("limit-out").textContent = String(view.limit);
    const active = filters.from || filters.to || filters.confidence || filters.support > 1 || view.group >= 0 || view.shut.size || Object.values(filters.hidden).some((set) => set.size);
    byId("reset").hidden = !active;
  }
}
