// The articles, whole: claims underlined by kind, sentences that yielded nothing and text set aside shown as such.
import { button, byId, h, language, link, plural, words } from "./dom";
import { spoken, stroke } from "./parts";
import { pieces } from "./evidence";
import { claimPasses } from "./visible";
import type { Article, Claim, Graph, Node } from "./data";
import type { State, View } from "./view";

interface Sentence { start: number; end: number; claims: Claim[] }
type Mark = { claim: Claim } | { node: Node } | { aside: string; here: boolean } | { nothing: true; here: boolean };

/** The sentences of an article: those of its claims, and between them those a segmenter finds. Offsets are code points. */
export function sentences(article: Article): Sentence[] {
  const found = new Map<string, Sentence>();
  for (const claim of article.claims) {
    const key = `${claim.start} ${claim.end}`, known = found.get(key);
    if (known) known.claims.push(claim); else if (claim.start < claim.end) found.set(key, { start: claim.start, end: claim.end, claims: [claim] });
  }
  const blocked = [...found.values(), ...article.aside.map(([start, end]) => ({ start, end }))].sort((a, b) => a.start - b.start || b.end - a.end);
  const empty: Sentence[] = [];
  let at = 0;
  for (const { start, end } of [...blocked, { start: article.length, end: article.length }]) {
    if (start > at) empty.push(...segments(article, at, start));
    at = Math.max(at, end);
  }
  return [...found.values(), ...empty].sort((a, b) => a.start - b.start);
}

function segments(article: Article, start: number, end: number): Sentence[] {
  const found: Sentence[] = [], segmenter = new Intl.Segmenter(article.language || "en", { granularity: "sentence" });
  let at = start;
  for (const line of article.slice(start, end).split("\n")) {
    let place = at;
    for (const { segment } of segmenter.segment(line)) {
      const length = Array.from(segment).length, lead = Array.from(segment.match(/^\s*/)![0]).length, trail = Array.from(segment.match(/\s*$/)![0]).length;
      if (/[\p{L}\p{N}]/u.test(segment)) found.push({ start: place + lead, end: place + length - trail, claims: [] });
      place += length;
    }
    at += Array.from(line).length + 1;
  }
  return found;
}

export class Articles {
  private root = byId("articles");
  private drawn: Article | null = null;
  constructor(private graph: Graph, private state: State) {}

  draw(view: View): void {
    if (view.article) this.read(view.article, view); else this.list(view);
  }

  private list(view: View): void {
    this.drawn = null;
    const articles = [...this.graph.articles].sort((a, b) => b.date.localeCompare(a.date) || a.title.localeCompare(b.title, "en"));
    this.root.replaceChildren(h("h2", { class: "page" }, "Articles"), h("p", { class: "soft" }, "The bar shows how many of an article's sentences hold a claim."),
      h("ul", { class: "article-list" }, ...articles.slice(0, 500).map((article) => {
        const good = article.claims.filter((claim) => claimPasses(claim, view.filters)).length;
        return h("li", {}, h("button", { type: "button", onclick: () => this.state.change({ article, claim: null }) }, words(article.title, "", "cite"),
          h("span", { class: "soft" }, [!article.titled && article.id, article.publisher, article.date, plural(good, "claim")].filter(Boolean).join(" · ")), this.coverage(article)));
      })));
  }

  private coverage(article: Article): HTMLElement {
    const all = sentences(article), held = all.filter((sentence) => sentence.claims.length).length;
    return h("meter", { min: 0, max: Math.max(1, all.length), value: held, title: `${held} of ${all.length} sentences`, "aria-label": `${held} of ${all.length} sentences hold claims` });
  }

  private read(article: Article, view: View): void {
    const all = sentences(article), held = all.filter((sentence) => sentence.claims.length).length;
    const body = h("div", { class: "body", lang: language(article.text.slice(0, 400)) ?? article.language }), marks: { start: number; end: number; what: Mark }[] = [];
    for (const sentence of all) {
      const good = sentence.claims.filter((claim) => claimPasses(claim, view.filters));
      const best = good.find((claim) => claim === view.claim) ?? good.sort((a, b) => Number(a.edge.status.id === "fact") - Number(b.edge.status.id === "fact"))[0];
      marks.push({ start: sentence.start, end: sentence.end, what: best ? { claim: best } : { nothing: true, here: sentence.start <= view.at && view.at < sentence.end } });
      for (const claim of good) [claim.edge.from, claim.edge.to].forEach((node, side) => { const [start, end] = claim.spans[side * 2]; if (!node.value && !node.unnamed) marks.push({ start, end, what: { node } }); });
    }
    for (const [start, end, reason] of article.aside) marks.push({ start, end, what: { aside: reason, here: start <= view.at && view.at < end } });
    const statuses = new Set(article.claims.map((claim) => claim.edge.status));
    for (const piece of pieces(0, article.length, marks)) body.append(this.piece(article, piece, view));
    const same = this.drawn === article, scroll = this.root.scrollTop;
    this.root.replaceChildren(button("‹ All articles", () => this.state.change({ article: null, claim: null }), { class: "plain back" }),
      h("h1", { class: "page" }, words(article.title)), h("p", { class: "soft" }, [article.publisher, article.date].filter(Boolean).join(", "), " ", article.url && link(article.url, "original")),
      h("p", { class: "coverage" }, h("b", {}, `${held} of ${plural(all.length, "sentence")}`), ` hold ${plural(article.claims.length, "claim")}; `, h("span", { class: "nothing" }, `${all.length - held} yielded nothing`), "; ", h("span", { class: "aside" }, `${plural(article.aside.length, "piece")} set aside`), "."),
      h("p", { class: "key" }, ...this.graph.statuses.filter((status) => statuses.has(status)).map((status) => h("span", {}, stroke(status), " ", status.label))), body);
    this.drawn = article;
    this.root.scrollTop = same ? scroll : 0;
    if (!same || !this.visible(".current")) this.root.querySelector(".current")?.scrollIntoView({ block: "center" });
  }

  private visible(selector: string): boolean {
    const place = this.root.querySelector(selector)?.getBoundingClientRect(), frame = this.root.getBoundingClientRect();
    return !place || (place.top >= frame.top && place.bottom <= frame.bottom);
  }

  private piece(article: Article, piece: { start: number; end: number; on: Mark[] }, view: View): HTMLElement | string {
    const text = article.slice(piece.start, piece.end);
    const get = <K extends string>(key: K) => piece.on.find((mark) => key in mark) as any;
    const claim: Claim | undefined = get("claim")?.claim, node: Node | undefined = get("node")?.node, aside: { aside: string; here: boolean } | undefined = get("aside");
    if (aside) return h("span", { class: aside.here ? "aside current" : "aside", title: `set aside: ${aside.aside}` }, text);
    if (!claim) return get("nothing") ? h("span", { class: get("nothing").here ? "nothing current" : "nothing", title: "nothing was found in this sentence" }, text) : text;
    const { edge } = claim, choose = () => this.state.choose(node ? { node, article } : { claim, article });
    // A span, since a button cannot break over lines.
    return h("span", { role: "button", tabindex: 0, class: `said ${edge.status.id}${node ? " mention" : ""}${claim === view.claim ? " current" : ""}`, title: node ? node.label : spoken(edge), onclick: choose,
      onkeydown: (event: KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); choose(); } } }, text);
  }
}
