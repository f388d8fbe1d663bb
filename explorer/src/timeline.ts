// What changed when: claims by the time they state, else by their article's date, and sentences that speak of a year
// although no claim of theirs is dated. What several sentences say is one line, and so is what one sentence says of one time.
// A year is one click; the year is the filter's, so that it holds in every view.
import { button, byId, h, plural, words } from "./dom";
import { sentences } from "./articles";
import { badge, nodeButton, spoken } from "./parts";
import { paragraph } from "./evidence";
import { claimPasses } from "./visible";
import { yearsOf, type Article, type Claim, type Graph, type Node } from "./data";
import type { State, View } from "./view";

const SHOWN = 60; // lines of a year before "more"
const NEARBY = 4; // entities of a paragraph shown beside a sentence of it that yielded nothing
type Why = "stated" | "reported" | "spoken" | "aside";
interface Saying { year: string; when: string; why: Why; claim: Claim | null; article: Article | null; start: number; end: number }
/** A sentence and what it says of one time; each claim with those of other sentences that say the same of that time. */
interface Line extends Omit<Saying, "claim"> { facts: Claim[][]; others: Set<string> }
const NAMES: Record<Why, string> = { stated: "Dated by the sentence", reported: "First reported then, without a date of its own", spoken: "The sentence names the year, its claims have no date of their own",
  aside: "In text set aside, of articles without a date: it may tell when the page was made" };

export class Timeline {
  private root = byId("timeline");
  private all: Saying[] | null = null;
  constructor(private graph: Graph, private state: State) {}

  draw(view: View): void {
    this.all ??= sayings(this.graph);
    const { from, to } = view.filters, undated = { ...view.filters, from: "", to: "" };
    const good = toLines(this.all.filter(({ claim }) => !claim || claimPasses(claim, undated))), years = new Map<string, Line[]>();
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
    const { facts, article, start, end } = line, quoted = article ? article.slice(start, end) : "";
    const rest = line.others.size ? h("span", { class: "soft" }, ` and in ${plural(line.others.size, line.why === "aside" ? "more place" : "more sentence")}`) : null;
    const row = (fact: Claim[] | null, first: boolean, last: boolean) => {
      const claim = fact?.[0], edge = claim?.edge, current = !!view.claim && !!fact?.includes(view.claim);
      const read = () => (claim ? this.state.choose({ claim }) : this.state.change({ tab: "articles", article, at: start, claim: null }));
      return h("button", { type: "button", class: current ? "change current" : "change", onclick: read },
        h("span", { class: "when" }, !first ? "" : line.why === "stated" ? claim!.time : line.when),
        h("span", {}, edge ? h("span", {}, words(edge.from.label, "name"), " ", h("span", { class: "property" }, edge.label), " ", words(edge.to.label, "name"), " ", edge.status.id !== "fact" && badge(edge.status)) : null,
          last && quoted && h("span", { class: "quoted" }, words(quoted), rest)));
    };
    const all = facts.length ? facts : [null], around = facts.length || line.why === "aside" || !article ? [] : nearby(article, start, end);
    return h("li", {}, ...all.map((fact, n) => row(fact, n === 0, n === all.length - 1)),
      around.length > 0 && h("p", { class: "nearby" }, "No claim was found in it. Its paragraph is about ", ...around.map((node) => nodeButton(node, () => this.state.choose({ node })))));
  }
}

/** The lines of a stretch of an article, as offsets. */
function lines(article: Article, start: number, end: number): [number, number][] {
  let at = start;
  return article.slice(start, end).split("\n").map((line) => { const from = at; at += Array.from(line).length + 1; return [from, at - 1]; });
}

/** The entities that an article's paragraph makes claims about, as they come in it. */
function nearby(article: Article, start: number, end: number): Node[] {
  const [from, to] = paragraph(article, start, end), found = new Set<Node>();
  for (const claim of article.claims) if (from <= claim.start && claim.end <= to) for (const node of [claim.edge.from, claim.edge.to]) if (!node.value && !node.unnamed) found.add(node);
  return [...found].slice(0, NEARBY);
}

/** Sayings as lines: a claim once for a time, where it is first said, beside what else that sentence says of that time. */
function toLines(all: Saying[]): Line[] {
  const facts = new Map<string, { fact: Claim[]; line: Line }>(), lines = new Map<string, Line>();
  for (const { claim, ...saying } of all) {
    const { year, why, article, start, end } = saying;
    const sentence = `${article?.n} ${start} ${end}`, place = `${why} ${saying.when} ${why === "stated" ? claim?.time : ""} ${sentence}`;
    const key = claim ? `${why} ${year} ${claim.edge.n} ${why === "stated" ? `${claim.from} ${claim.to}` : ""}` : `${why} ${year} ${article?.slice(start, end)}`;
    const known = facts.get(key);
    if (known) {
      if (claim) known.fact.push(claim);
      if (known.line.article !== article || known.line.start !== start) known.line.others.add(sentence);
      continue;
    }
    const fact = claim ? [claim] : [], line = lines.get(place) ?? { ...saying, facts: [], others: new Set<string>() };
    lines.set(place, line);
    if (claim) line.facts.push(fact);
    facts.set(key, { fact, line });
  }
  return [...lines.values()];
}

/** What is said of any time, earliest first. A claim that says what another said before is not news. */
function sayings(graph: Graph): Saying[] {
  const found: Saying[] = [], reported = new Set<number>();
  const add = (when: string, why: Why, claim: Claim | null, article: Article | null, start: number, end: number) => found.push({ year: when.slice(0, 4), when, why, claim, article, start, end });
  for (const claim of [...graph.claims].sort((a, b) => a.from.localeCompare(b.from))) {
    if (!/^\d{4}/.test(claim.from)) continue;
    if (claim.time && claim.own) add(claim.from, "stated", claim, claim.article, claim.start, claim.end);
    else if (!reported.has(claim.edge.n)) { reported.add(claim.edge.n); add(claim.from, "reported", claim, claim.article, claim.start, claim.end); }
  }
  for (const article of graph.articles) if (yearsOf(article.text).length) {
    for (const sentence of sentences(article)) for (const year of yearsOf(article.slice(sentence.start, sentence.end))) {
      const dated = sentence.claims.some((claim) => claim.own && claim.from.slice(0, 4) <= year && year <= claim.to.slice(0, 4));
      const known = sentence.claims.filter((claim, n) => !claim.own && sentence.claims.findIndex((other) => other.edge === claim.edge) === n);
      for (const claim of known.length ? known : dated ? [] : [null]) add(year, "spoken", claim, article, sentence.start, sentence.end);
    }
    if (!article.date) for (const [start, end] of article.aside) for (const [from, to] of lines(article, start, end)) for (const year of yearsOf(article.slice(from, to))) add(year, "aside", null, article, from, to);
  }
  return found.sort((a, b) => a.when.localeCompare(b.when) || (a.claim && b.claim ? spoken(a.claim.edge).localeCompare(spoken(b.claim.edge), "en") : 0));
}
