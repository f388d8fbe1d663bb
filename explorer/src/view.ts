// What the reader is looking at: one value, kept in the address, so that back, forward and a copied link restore it.
import type { Article, Claim, Graph, Node } from "./data";

export type Tab = "graph" | "table" | "timeline" | "articles";
export interface Filters {
  hidden: Record<Facet, Set<string>>; from: string; to: string; confidence: number; support: number;
}
export type Facet = "kind" | "status" | "property" | "publisher" | "speaker";
export interface View {
  tab: Tab; node: Node | null; claim: Claim | null; article: Article | null;
  open: Set<Node>; // expanded: drawn with their neighbours whatever the limit
  shut: Set<Node>; // taken out of the picture
  moved: Map<Node, [number, number]>; // dragged to a place of the reader's own
  path: Node | null; // the other end of a path from `node`
  group: number; // -1: all
  at: number; // a place in the article to be read, -1: none
  limit: number; preset: string; filters: Filters;
}

export const FACETS: Facet[] = ["kind", "status", "property", "publisher", "speaker"];
export const START_LIMIT = 60;
const NARROW = "(max-width: 760px)", NARROW_LIMIT = 25; // where there is less room
const TABS: Tab[] = ["graph", "table", "timeline", "articles"];

export function noFilters(): Filters {
  return { hidden: { kind: new Set(), status: new Set(), property: new Set(), publisher: new Set(), speaker: new Set() },
    from: "", to: "", confidence: 0, support: 1 };
}

export function start(graph: Graph): View {
  return { tab: "graph", node: null, claim: null, article: null, open: new Set(), shut: new Set(), moved: new Map(), path: null, group: -1, at: -1,
    limit: Math.max(1, Math.min(matchMedia(NARROW).matches ? NARROW_LIMIT : START_LIMIT, graph.named.length)), preset: "all", filters: noFilters() };
}

/** The view as the part of an address behind "#"; what is as at the start is left out. */
export function toAddress(view: View, graph: Graph): string {
  const first = start(graph), query = new URLSearchParams();
  const set = (name: string, value: string | number, plain: string | number) => { if (value !== plain) query.set(name, String(value)); };
  set("tab", view.tab, first.tab);
  if (view.node) query.set("about", view.node.id);
  if (view.claim) query.set("claim", view.claim.id);
  if (view.article) query.set("article", view.article.id);
  for (const node of view.open) query.append("open", node.id);
  for (const node of view.shut) query.append("shut", node.id);
  for (const [node, [x, y]] of view.moved) query.append("moved", `${Math.round(x)},${Math.round(y)},${node.id}`);
  if (view.path) query.set("to", view.path.id);
  set("group", view.group, -1);
  set("at", view.at, -1);
  set("limit", view.limit, first.limit);
  set("preset", view.preset, "all");
  for (const facet of FACETS) for (const value of view.filters.hidden[facet]) query.append("no-" + facet, value);
  set("since", view.filters.from, "");
  set("until", view.filters.to, "");
  set("confidence", view.filters.confidence, 0);
  set("support", view.filters.support, 1);
  return query.toString();
}

/** The view an address stands for. What it names and the graph does not have is left out. */
export function fromAddress(address: string, graph: Graph): View {
  const query = new URLSearchParams(address.replace(/^#/, "")), view = start(graph);
  const nodes = (name: string) => query.getAll(name).map((id) => graph.byId.get(id)).filter((node): node is Node => !!node);
  const number = (name: string, plain: number) => { const n = Number(query.get(name) ?? plain); return Number.isFinite(n) ? n : plain; };
  const tab = query.get("tab") as Tab | null;
  if (tab && TABS.includes(tab)) view.tab = tab;
  view.node = nodes("about")[0] ?? null;
  view.claim = graph.claimById.get(query.get("claim") ?? "") ?? null;
  view.article = graph.articleById.get(query.get("article") ?? "") ?? null;
  view.open = new Set(nodes("open"));
  view.shut = new Set(nodes("shut"));
  for (const [, x, y, id] of query.getAll("moved").map((text) => /^(-?\d{1,7}),(-?\d{1,7}),(.*)$/.exec(text) ?? [])) {
    const node = graph.byId.get(id);
    if (node) view.moved.set(node, [Number(x), Number(y)]);
  }
  view.path = nodes("to")[0] ?? null;
  view.group = number("group", -1);
  view.at = number("at", -1);
  view.limit = Math.max(0, Math.round(number("limit", view.limit)));
  view.preset = query.get("preset") ?? "all";
  for (const facet of FACETS) view.filters.hidden[facet] = new Set(query.getAll("no-" + facet));
  view.filters.from = query.get("since") ?? "";
  view.filters.to = query.get("until") ?? "";
  view.filters.confidence = number("confidence", 0);
  view.filters.support = number("support", 1);
  return view;
}

/** Holds the view, tells who listens, and keeps the address. */
export class State {
  view: View;
  private listeners: ((view: View, before: View) => void)[] = [];

  constructor(readonly graph: Graph) {
    this.view = fromAddress(location.hash, graph);
    window.addEventListener("popstate", () => this.set(fromAddress(location.hash, graph)));
  }

  listen(listener: (view: View, before: View) => void): void { this.listeners.push(listener); }

  /** Changes the view. A step (the default) can be gone back on; anything else only changes the address. */
  change(part: Partial<View>, step = true): void {
    const address = "#" + toAddress({ ...this.view, ...part }, this.graph);
    try { // an address is refused where the page has none (a frame of a notebook)
      if (address !== (location.hash || "#")) {
        if (step) history.pushState(null, "", address); else history.replaceState(null, "", address);
      }
    } catch (error) { if (!(error instanceof DOMException)) throw error; }
    this.set({ ...this.view, ...part });
  }

  filter(part: Partial<Filters>, step = false): void {
    this.change({ filters: { ...this.view.filters, ...part } }, step);
  }

  choose(choice: { node?: Node | null; claim?: Claim | null; article?: Article | null; tab?: Tab }): void {
    const node = choice.node ?? null, claim = choice.claim ?? null;
    const article = choice.article ?? (this.view.tab === "articles" && claim ? claim.article : this.view.article);
    // A claim keeps the card it was reached from.
    const about = claim && this.view.node && [claim.edge.from, claim.edge.to].includes(this.view.node) ? this.view.node : node;
    this.change({ node: about, claim, article, path: null, at: -1, ...(choice.tab ? { tab: choice.tab } : {}) });
  }

  private set(view: View): void {
    const before = this.view;
    this.view = view;
    for (const listener of this.listeners) listener(view, before);
  }
}
