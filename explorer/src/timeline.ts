// What changed when: claims by the time they state, else by their article's date, and sentences that speak of a year
// although no claim of theirs is dated. A year is one click; the year is the filter's, so that it holds in every view.
import { button, byId, h, plural, words } from "./dom";
import { sentences } from "./articles";
import { badge, spoken } from "./parts";
import { claimPasses } from "./visible";
import type { Article, Claim, Graph } from "./data";
import type { State, View } from "./view";

const SHOWN = 60; // lines of a year before "more"
const YEAR = /(?<![\d.,$€£¥])(?:19|20)\d\d(?![\d%]|[.,]\d)/g;
type Why = "stated" | "reported" | "spoken";
interface Line { year: string; when: string; why: Why; claim: Claim | null; article: Article | null; start: number; end: number }
const NAMES: Record<Why, string> = { stated: "Dated by the sentence", reported: "First reported then, without a date of its own", spoken: "Sentences that speak of the year, their claims undated" };

export class Timeline {
  private root = byId("timeline");
  private all: Line[] | null = null;
  constructor(private graph: Graph, private state: State) {}

  draw(view: View): void {
    this.all ??= lines(this.graph);
    const { from, to } = view.filters, undated = { ...view.filters, from: "", to: "" };
    const good = this.all.filter((line) => !line.claim || claimPasses(line.claim, undated)), years = new Map<string, Line[]>();
    for (const line of good) years.set(line.year, [...(years.get(line.year) ?? []), line]);
    const inside = (line: Line) => (!from || line.when >= from.slice(0, line.when.length)) && (!to || line.when.slice(0, to.length) <= to);
    const order = [...years].sort(([a], [b]) => b.localeCompare(a));
    this.root.replaceChildren(h("h2", { class: "page" }, "What changed when"),
      h("p", { class: "presets", role: "group", "aria-label": "Year" }, button("All years", () => this.state.filter({ from: "", to: "" }, true), { "aria-pressed": String(!from && !to) }),
        ...order.map(([year, members]) => button(h("span", {}, `${year} `, h("span", { class: "count" }, members.length.toLocaleString("en"))), () => this.state.filter({ from: year, to: year }, true),
          { "aria-pressed": String(from === year && to === year), "aria-label": `${year}, ${plural(members.length, "line")}` }))),
      ...order.flatMap(([year, members]) => this.year(year, members.filter(inside), view)));
    if (!order.some(([, members]) => members.some(inside))) this.root.append(h("p", { class: "soft" }, good.length ? "Nothing is dated in this time." : "No claim has a date, and no sentence speaks of a year."));
  }

  private year(year: string, members: Line[], view: View): HTMLElement[] {
    if (!members.length) return [];
    const parts = (Object.keys(NAMES) as Why[]).map((why) => [why, members.filter((line) => line.why === why)] as const).filter(([, found]) => found.length);
    return [h("h3", { class: "year-name" }, year), ...parts.flatMap(([why, found]) => {
      const list = h("ul", { class: "changes" }, ...found.slice(0, SHOWN).map((line) => this.line(line, view)));
      const more: HTMLElement | null = found.length > SHOWN ? button(`Show ${found.length - SHOWN} more`, () => { list.append(...found.slice(SHOWN).map((line) => this.line(line, view))); more?.remove(); }, { class: "plain" }) : null;
      return [h("h4", {}, NAMES[why], " ", h("span", { class: "count" }, plural(found.length, "line"))), list, ...(more ? [more] : [])];
    })];
  }

  private line(line: Line, view: View): HTMLElement {
    const { claim, article } = line, edge = claim?.edge;
    const text = article ? article.slice(line.start, line.end) : "";
    const read = () => (claim ? this.state.choose({ claim }) : this.state.change({ tab: "articles", article, at: line.start, claim: null }));
    return h("li", { class: claim && claim === view.claim ? "current" : null },
      h("button", { type: "button", class: "change", onclick: read },
        h("span", { class: "when" }, line.why === "stated" ? claim!.time : line.when),
        h("span", {}, edge ? h("span", {}, words(edge.from.label, "name"), " ", h("span", { class: "property" }, edge.property.label), " ", words(edge.to.label, "name"), " ", edge.status.id !== "fact" && badge(edge.status)) : null,
          text && h("span", { class: "quoted" }, words(text)))));
  }
}

/** Every line there is, earliest first within a year. A claim that says what another said before is not news. */
function lines(graph: Graph): Line[] {
  const found: Line[] = [], reported = new Set<number>();
  const add = (when: string, why: Why, claim: Claim | null, article: Article | null, start: number, end: number) => found.push({ year: when.slice(0, 4), when, why, claim, article, start, end });
  for (const claim of [...graph.claims].sort((a, b) => a.from.localeCompare(b.from))) {
    if (!/^\d{4}/.test(claim.from)) continue;
    if (claim.time) add(claim.from, "stated", claim, claim.article, claim.start, claim.end);
    else if (!reported.has(claim.edge.n)) { reported.add(claim.edge.n); add(claim.from, "reported", claim, claim.article, claim.start, claim.end); }
  }
  for (const article of graph.articles) if (article.text.search(YEAR) >= 0) for (const sentence of sentences(article)) {
    const years = new Set(article.slice(sentence.start, sentence.end).match(YEAR) ?? []);
    for (const year of years) {
      if (sentence.claims.some((claim) => claim.time && claim.from.slice(0, 4) <= year && year <= claim.to.slice(0, 4))) continue;
      const known = sentence.claims.filter((claim, n) => sentence.claims.findIndex((other) => other.edge === claim.edge) === n);
      for (const claim of known.length ? known : [null]) add(year, "spoken", claim, article, sentence.start, sentence.end);
    }
  }
  return found.sort((a, b) => a.when.localeCompare(b.when) || (a.claim && b.claim ? spoken(a.claim.edge).localeCompare(spoken(b.claim.edge), "en") : 0));
}
