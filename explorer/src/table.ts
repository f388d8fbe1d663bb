// The table: the same claims as the picture, for reading, sorting, and whoever does not see pictures.
import { button, byId, h, plural, words } from "./dom";
import { badge, nodeButton } from "./parts";
import { claimPasses } from "./visible";
import { sourceOf, type Claim, type Graph } from "./data";
import type { State, View } from "./view";

const PAGE = 200;
const PRESETS: [string, string, (claim: Claim) => boolean][] = [
  ["all", "All claims", () => true],
  ["facts", "Facts", (claim) => claim.edge.status.id === "fact"],
  ["unsure", "Not facts", (claim) => claim.edge.status.id !== "fact"],
  ["money", "Money", (claim) => amountOf(claim).money],
  ["figures", "All figures", (claim) => amountOf(claim).text !== ""],
];
const AMOUNTS = new Set(["money", "figures"]); // presets whose claims have an amount to sort by
interface Column { id: string; label: string; text: (claim: Claim) => string; sort?: (claim: Claim) => number }
const COLUMNS: Column[] = [
  { id: "subject", label: "Subject", text: (claim) => claim.edge.from.label },
  { id: "property", label: "Property", text: (claim) => claim.edge.label },
  { id: "object", label: "Object", text: (claim) => claim.edge.to.label },
  { id: "amount", label: "Amount", text: (claim) => amountOf(claim).text, sort: (claim) => amountOf(claim).number },
  { id: "kind", label: "Kind", text: (claim) => claim.edge.status.label },
  { id: "when", label: "When", text: whenOf },
  { id: "source", label: "Source", text: (claim) => sourceOf(claim) || claim.article?.title || "" },
  { id: "confidence", label: "Confidence", text: (claim) => claim.confidence.toFixed(2), sort: (claim) => claim.confidence },
];

/** The time a claim states; else the years that its sentence names, as such. */
function whenOf(claim: Claim): string {
  return claim.time || (claim.named.length ? `(${claim.named.join(", ")})` : "");
}

/** The figure a claim states: its object's, else that of its amount. */
function amountOf(claim: Claim): { text: string; number: number; money: boolean } {
  const { to } = claim.edge;
  if (to.number !== null) return { text: to.label, number: to.number, money: /^[A-Z]{3}$/.test(to.unit) };
  const text = claim.details.find(([name]) => name === "amount")?.[1] ?? "";
  return { text, number: scaled(text), money: /\b[A-Z]{3}$/.test(text) };
}

function scaled(text: string): number {
  const [, number, word] = text.match(/([\d.,]+)\s*(\w+)?/) ?? [];
  return number ? Number(number.replace(/,/g, "")) * ({ million: 1e6, billion: 1e9, trillion: 1e12 }[word ?? ""] ?? 1) : -1;
}

/** The claims that pass the filters and the preset; of a group's members where one is chosen. */
export function listed(graph: Graph, view: View): Claim[] {
  const preset = PRESETS.find(([id]) => id === view.preset) ?? PRESETS[0];
  return graph.claims.filter((claim) => claimPasses(claim, view.filters) && preset[2](claim)
    && (view.group < 0 || claim.edge.from.group === view.group || claim.edge.to.group === view.group));
}

export class Table {
  private root = byId("table");
  private sorted = COLUMNS[0];
  private down = false;
  private shown = PAGE;
  constructor(private graph: Graph, private state: State) {}

  draw(view: View): void {
    const claims = listed(this.graph, view), columns = COLUMNS.filter(({ id }) => id !== "amount" || AMOUNTS.has(view.preset)), column = columns.includes(this.sorted) ? this.sorted : columns[0];
    const order = (a: Claim, b: Claim) => (column.sort ? column.sort(a) - column.sort(b) : column.text(a).localeCompare(column.text(b), "en"))
      || a.edge.from.n - b.edge.from.n || a.edge.property.label.localeCompare(b.edge.property.label, "en");
    claims.sort((a, b) => (this.down ? -1 : 1) * order(a, b));
    const head = h("tr", {}, ...columns.map((one) => h("th", { scope: "col", class: one.id, "aria-sort": one === column ? (this.down ? "descending" : "ascending") : null },
      button(one.label + (one === column ? (this.down ? " ↓" : " ↑") : ""), () => { this.down = one === column ? !this.down : !!one.sort; this.sorted = one; this.redraw("th." + one.id + " button"); }, { class: "plain" }))));
    const rows = claims.slice(0, this.shown).map((claim) => this.row(claim, view, columns));
    this.root.replaceChildren(
      h("p", { class: "presets", role: "group", "aria-label": "Which claims" }, ...PRESETS.map(([id, label]) => button(label, () => this.state.change({ preset: id }), { "aria-pressed": String(id === view.preset) })),
        h("span", { class: "soft" }, plural(claims.length, "claim"))),
      h("table", { class: columns.length < COLUMNS.length ? "claims" : "claims wide" }, h("caption", { class: "hidden" }, "Claims that pass the filters"), h("thead", {}, head), h("tbody", {}, ...rows)),
      claims.length > this.shown ? button(`Show ${Math.min(PAGE, claims.length - this.shown)} more of ${claims.length}`, () => { this.shown += PAGE; this.redraw(".more"); }, { class: "more action" }) : "");
  }

  private redraw(focus: string): void {
    this.draw(this.state.view);
    this.root.querySelector<HTMLElement>(focus)?.focus();
  }

  private row(claim: Claim, view: View, columns: Column[]): HTMLElement {
    const { edge } = claim, choose = (node: Claim["edge"]["from"]) => this.state.choose(node.value ? { claim } : { node });
    const cells: Record<string, HTMLElement | string> = {
      subject: nodeButton(edge.from, choose), object: edge.to.value ? (columns.length === COLUMNS.length && edge.to.number !== null ? "" : words(edge.to.label)) : nodeButton(edge.to, choose), kind: badge(edge.status),
      property: button(edge.label, () => this.state.choose({ claim }), { class: "plain", title: "Read the sentence", lang: null }), source: words(sourceOf(claim) || claim.article?.title || "") };
    const told = cells.source as HTMLElement, why = !claim.time && claim.named.length ? "The sentence names the year; the claim has no date of its own" : null;
    told.title = told.textContent ?? "";
    return h("tr", { class: claim === view.claim ? "current" : null }, ...columns.map((column) => h("td", { class: column.id, title: column.id === "when" ? why : null }, cells[column.id] ?? column.text(claim))));
  }
}
