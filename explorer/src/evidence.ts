// Where a claim stands: the article's paragraph with the sentence lit up and subject, predicate and object marked.
import { button, h, language, link, words } from "./dom";
import type { Article, Claim } from "./data";
import type { State } from "./view";

const ROLES = ["subject", "predicate", "object"];
const LONGEST = 900; // characters of a paragraph shown around a sentence

/** A stretch of an article in pieces: cut wherever one of the marks begins or ends. Offsets are code points. */
export function pieces<T>(start: number, end: number, marks: { start: number; end: number; what: T }[]): { start: number; end: number; on: T[] }[] {
  const cuts = new Set([start, end]);
  for (const mark of marks) for (const at of [mark.start, mark.end]) if (at > start && at < end) cuts.add(at);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => ({ start: from, end: sorted[index + 1],
    on: marks.filter((mark) => mark.start <= from && sorted[index + 1] <= mark.end && mark.start < mark.end).map((mark) => mark.what) }));
}

/** The paragraph that holds a span: from line end to line end, cut where it is very long. */
export function paragraph(article: Article, start: number, end: number): [number, number] {
  const before = article.slice(Math.max(0, start - LONGEST), start), after = article.slice(end, end + LONGEST);
  const head = Array.from(before.slice(before.lastIndexOf("\n") + 1)).length;
  const tail = after.includes("\n") ? after.slice(0, after.indexOf("\n")) : after;
  return [start - head, end + Array.from(tail).length];
}

export function evidence(claim: Claim): HTMLElement {
  const article = claim.article;
  if (!article || claim.start >= claim.end) return h("p", { class: "soft" }, "No sentence is kept for this claim.");
  const [from, to] = paragraph(article, claim.start, claim.end);
  const marks = claim.spans.map(([start, end], n) => ({ start, end, what: ROLES[n] }));
  const quote = h("blockquote", { class: "evidence" });
  const context = (start: number, end: number) => {
    const text = article.slice(start, end);
    if (text) quote.append(h("span", { class: "context", lang: language(text) }, text));
  };
  context(from, claim.start);
  const sentence = h("span", { class: "sentence", lang: language(article.slice(claim.start, claim.end)) });
  for (const piece of pieces(claim.start, claim.end, marks)) {
    const text = article.slice(piece.start, piece.end);
    sentence.append(piece.on.length ? h("mark", { class: piece.on.join(" "), title: piece.on.join(", ") }, text) : text);
  }
  quote.append(sentence);
  context(claim.end, to);
  return quote;
}

/** A claim's sentence with its source, to be quoted elsewhere. */
export function quotation({ article, start, end }: Claim): string {
  const place = article ? [article.title, article.publisher, article.date, article.url].filter(Boolean).join(", ") : "";
  return article ? `“${article.slice(start, end)}” (${place})` : "";
}

/** Title, publisher, date and place of the article, with the way into it. */
export function source(claim: Claim, state: State): HTMLElement {
  const article = claim.article;
  if (!article) return h("p", { class: "soft" }, "Article unknown");
  return h("figcaption", {},
    button(words(article.title, "", "cite"), () => state.change({ tab: "articles", article, claim }), { class: "title", title: "Read the article" }),
    h("span", {}, [article.publisher, article.date].filter(Boolean).join(", ") || "no date or publisher given"),
    article.url && link(article.url, "original"),
    h("span", { class: "offsets" }, `characters ${claim.start}–${claim.end}`));
}
