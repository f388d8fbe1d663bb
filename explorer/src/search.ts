// Search with completion over every name of every thing: any script, any case, with or without accents; over what is
// claimed, by its words ("alibaba compete", "denied invest"); and over the sentences of the articles.
import { byId, h, words } from "./dom";
import type { Article, Claim, Edge, Graph, Node } from "./data";
import { paragraph } from "./evidence";
import { badge, swatch } from "./parts";

const SHOWN = 12;
const STATEMENTS = 6; // claims that hold all words of the text, between the two
const SENTENCES = 6; // sentences that hold the text, shown after the names
export interface Entry { folded: string; name: string; node?: Node; claim?: Claim; edge?: Edge; place?: [Article, number] }

export const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

/** A word without the ending that it has in a sentence: "denied", "denies" and "deny" are one. */
const stem = (word: string): string => (word.length > 3 ? word.replace(/(?:ies|ied|ing|es|ed|[esy])$/, "") : word);
const stems = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(stem);

export class Search {
  private entries: Entry[] | null = null;
  private statements: [Edge, string][] | null = null;
  constructor(private graph: Graph) {}

  /** Things by name: a name that is the text first, then names that begin with it, words that do, names that hold it. */
  find(text: string, most = SHOWN): Entry[] {
    const wanted = fold(text);
    if (!wanted) return [];
    this.entries ??= this.graph.nodes.filter((node) => !node.value).flatMap((node) =>
      [node.label, ...node.names].map((name) => ({ folded: fold(name), name, node })));
    const best = new Map<Node, [number, Entry]>();
    for (const entry of this.entries) {
      const at = entry.folded.indexOf(wanted);
      if (at < 0) continue;
      const rank = entry.folded === wanted ? 0 : at === 0 ? 1 : /[\s\-·]/.test(entry.folded[at - 1]) ? 2 : 3;
      const known = best.get(entry.node!);
      if (!known || rank < known[0]) best.set(entry.node!, [rank, entry]);
    }
    return [...best.values()].sort((a, b) => a[0] - b[0] || +a[1].node!.unnamed - +b[1].node!.unnamed || a[1].node!.n - b[1].node!.n)
      .slice(0, most).map(([, entry]) => entry);
  }

  /** What is claimed in these words, two or more of them: as the ontology has it first, the best stated first. */
  claimed(text: string): Entry[] {
    const wanted = stems(text);
    if (wanted.length < 2) return [];
    this.statements ??= this.graph.edges.map((edge) => [edge, " " + [edge.from.label, ...edge.from.names, edge.status.label, edge.label, edge.property.label, edge.to.label, ...edge.to.names].flatMap(stems).join(" ")]);
    return this.statements.filter(([, held]) => wanted.every((word) => held.includes(" " + word))).map(([edge]) => edge)
      .sort((a, b) => Number(a.property.open) - Number(b.property.open) || b.claims.length - a.claims.length || a.n - b.n)
      .slice(0, STATEMENTS).map((edge) => ({ folded: "", name: edge.label, edge, claim: edge.claims[0], node: edge.from }));
  }
}

/** Sentences that hold the text: those that state a claim, else the first place of each article that has it. */
export function stating(graph: Graph, text: string): Entry[] {
  const wanted = fold(text), seen = new Set<string>(), found: Entry[] = [];
  if (wanted.length < 2) return [];
  for (const article of graph.articles) {
    if (!fold(article.text).includes(wanted)) continue;
    const before = found.length;
    for (const claim of article.claims) {
      const key = `${article.n} ${claim.start}`, sentence = article.slice(claim.start, claim.end);
      if (seen.has(key) || !fold(sentence).includes(wanted)) continue;
      seen.add(key);
      found.push({ folded: wanted, name: sentence, node: claim.edge.from, claim });
      if (found.length === SENTENCES) return found;
    }
    const at = article.text.toLowerCase().indexOf(text.trim().toLowerCase());
    if (found.length > before || at < 0) continue;
    const points = Array.from(article.text.slice(0, at)).length, [start, end] = paragraph(article, points, points);
    found.push({ folded: wanted, name: article.slice(Math.max(start, points - 60), Math.min(end, points + 120)), place: [article, points] });
    if (found.length === SENTENCES) return found;
  }
  return found;
}

/** A combobox (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/) over an input; `choose` is called with the thing taken. */
export function combobox(input: HTMLInputElement, list: HTMLElement, search: Search, choose: (entry: Entry) => void, more: (text: string) => Entry[] = () => []): void {
  let found: Entry[] = [], active = 0;
  const draw = () => {
    list.replaceChildren(...found.map(({ node, name, claim, edge }, index) => h("li",
      { role: "option", id: `${list.id}-${index}`, "aria-selected": String(index === active), onmousedown: (event: MouseEvent) => { event.preventDefault(); take(index); } },
      ...(edge ? [h("span", {}, words(edge.from.label, "name"), " ", h("span", { class: "soft" }, edge.label), " ", words(edge.to.label, "name")), edge.status.id !== "fact" && badge(edge.status)] : !node || claim ? [h("span", { class: "count quote" }, "“”"), words(name, "sentence")] : [swatch(node.kind), words(node.label), name !== node.label && words(name, "alias"), h("span", { class: "count" }, node.kind.label)]))));
    if (!found.length && input.value.trim()) list.replaceChildren(h("li", { class: "none" }, "Nothing goes by this name, and no article has it."));
    list.hidden = !list.childElementCount;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) input.setAttribute("aria-activedescendant", `${list.id}-${active}`); else input.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => { found = []; list.replaceChildren(); list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const take = (index: number) => { const entry = found[index]; if (entry) { input.value = ""; close(); input.blur(); choose(entry); } };
  const look = () => { found = [...search.find(input.value), ...more(input.value)]; active = 0; draw(); };
  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method for Chinese is still at work
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { active = (active + step + found.length) % found.length; draw(); event.preventDefault(); }
    else if (event.key === "Enter") { take(active); event.preventDefault(); }
    else if (event.key === "Escape") { if (input.value) { input.value = ""; close(); } else input.blur(); event.stopPropagation(); }
  });
}

export const searchField = (): [HTMLInputElement, HTMLElement] => [byId("search") as HTMLInputElement, byId("matches")];
