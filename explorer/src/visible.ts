// Which claims pass the filters, and which nodes and edges of those the picture holds.
import { other, type Claim, type Edge, type Graph, type Node } from "./data";
import type { Filters, View } from "./view";

const LINES = 240; // above which only the best-stated lines of each node are drawn, until something is asked for
const STRONGEST = 3; // lines of a node that are drawn then
const NEIGHBOURS = 60; // of a chosen or expanded node, the most connected; its card lists all
const MINOR = 12; // of them values and things not named, until the node is kept open
export const NO_SOURCE = "(not named)";

export const publisherOf = (claim: Claim): string => claim.article?.publisher || NO_SOURCE;
export const speakersOf = (claim: Claim): string[] => claim.by.length ? claim.by.map(([, name]) => name) : ["(the article itself)"];

export function claimPasses(claim: Claim, filters: Filters): boolean {
  const { hidden } = filters, edge = claim.edge;
  return !hidden.status.has(edge.status.id) && !hidden.property.has(edge.property.id)
    && !hidden.kind.has(edge.from.kind.id) && !hidden.kind.has(edge.to.kind.id)
    && claim.confidence >= filters.confidence && edge.support >= filters.support
    && !hidden.publisher.has(publisherOf(claim)) && !speakersOf(claim).every((name) => hidden.speaker.has(name))
    && inRange(claim, filters);
}

/** Dates compare as text; "2025" as an end takes in all of 2025. A claim without days of its own is in the range of its
 *  article's date, and of each year that its sentence names; one without any date is in no range. */
function inRange(claim: Claim, filters: Filters): boolean {
  if (!filters.from && !filters.to) return true;
  return within(claim.from, claim.to || claim.from, filters) || claim.named.some((year) => within(year, year, filters));
}

function within(first: string, last: string, { from, to }: Filters): boolean {
  return !!first && (!from || last >= from.slice(0, last.length)) && (!to || first <= to + "\uffff");
}

export const passing = (edge: Edge, filters: Filters): boolean => edge.claims.some((claim) => claimPasses(claim, filters));

export interface Visible { nodes: Set<Node>; edges: Set<Edge>; near: Set<Node>; candidates: number; paths: Edge[][] }

/** The nodes and edges to draw. Values and things not named are drawn beside what is chosen or expanded only. */
export function visible(graph: Graph, view: View): Visible {
  const good = new Set(graph.edges.filter((edge) => edge.from !== edge.to && passing(edge, view.filters)));
  const minor = (node: Node) => node.value || node.unnamed;
  const degree = new Map<Node, number>();
  for (const edge of good) if (!edge.property.open) for (const end of [edge.from, edge.to]) degree.set(end, (degree.get(end) ?? 0) + edge.claims.length);
  for (const edge of good) for (const end of [edge.from, edge.to]) if (!degree.has(end)) degree.set(end, 0);
  const ranked = graph.named.filter((node) => degree.has(node) && (view.group < 0 || node.group === view.group) && !view.shut.has(node))
    .sort((a, b) => degree.get(b)! - degree.get(a)! || a.n - b.n);
  const nodes = new Set<Node>(view.group < 0 ? ranked.slice(0, view.limit) : ranked.slice(0, Math.max(view.limit, 150)));
  const near = new Set<Node>();
  const around = (node: Node, few: number) => {
    nodes.add(node);
    const joined = node.edges.filter((edge) => good.has(edge) && !view.shut.has(other(edge, node)));
    // What the ontology knows before the articles' own words, the surest first.
    const least = joined.filter((edge) => minor(other(edge, node))).sort((a, b) => Number(a.property.open) - Number(b.property.open) || b.claims[0].confidence - a.claims[0].confidence || a.n - b.n);
    const named = [...new Set(joined.map((edge) => other(edge, node)).filter((end) => !minor(end)))].sort((a, b) => a.n - b.n);
    const ends = [...named, ...new Set(least.slice(0, few).map((edge) => other(edge, node)))].slice(0, NEIGHBOURS);
    for (const end of ends) nodes.add(end);
    return ends;
  };
  for (const node of view.open) around(node, NEIGHBOURS);
  const paths = view.node && view.path ? findPaths(view.node, view.path, good) : [];
  if (view.node && !view.path) {
    near.add(view.node);
    for (const end of around(view.node, view.open.has(view.node) ? NEIGHBOURS : MINOR)) near.add(end);
  }
  for (const edge of paths.flat()) for (const end of [edge.from, edge.to]) { nodes.add(end); near.add(end); }
  if (view.path && view.node) for (const end of [view.node, view.path]) { nodes.add(end); near.add(end); }
  if (view.claim) for (const end of [view.claim.edge.from, view.claim.edge.to]) { nodes.add(end); if (!view.node) near.add(end); }
  const asked = new Set([...view.open, ...near]);
  const edges = new Set<Edge>();
  for (const node of nodes) for (const edge of node.edges) {
    if (!nodes.has(edge.from) || !nodes.has(edge.to)) continue;
    // Open predicates are many and loose: they wait for one of their ends to be asked for.
    if (good.has(edge) && (!edge.property.open || asked.has(edge.from) || asked.has(edge.to))) edges.add(edge);
  }
  thin(edges, asked);
  if (view.claim) edges.add(view.claim.edge);
  for (const edge of paths.flat()) edges.add(edge);
  // What nothing drawn is said of waits as a dot, unless it was asked for or nothing else is there.
  const lone = [...nodes].filter((node) => !node.edges.some((edge) => edges.has(edge) && edge.from !== edge.to));
  for (const node of lone) if (minor(node) || (edges.size > 0 && !asked.has(node))) nodes.delete(node);
  return { nodes, edges, near, candidates: ranked.length, paths };
}

/** Of very many lines, keeps those of what was asked for, and the best-stated of every node. */
function thin(edges: Set<Edge>, asked: Set<Node>): void {
  if (edges.size <= LINES) return;
  const kept = new Map<Node, number>(), count = (node: Node) => kept.get(node) ?? 0;
  for (const edge of [...edges].sort((a, b) => b.support - a.support || b.claims.length - a.claims.length || a.n - b.n)) {
    if (asked.has(edge.from) || asked.has(edge.to)) continue;
    if (count(edge.from) >= STRONGEST && count(edge.to) >= STRONGEST) { edges.delete(edge); continue; }
    for (const end of [edge.from, edge.to]) kept.set(end, count(end) + 1);
  }
}

/** The shortest paths between two nodes over edges that pass, whatever way they point: up to five, most stated first. */
export function findPaths(from: Node, to: Node, good: Set<Edge>, most = 5): Edge[][] {
  const before = new Map<Node, Edge[]>([[from, []]]);
  let layer = [from];
  while (layer.length && !before.has(to)) {
    const reached = new Map<Node, Edge[]>();
    for (const node of layer) for (const edge of node.edges) {
      const next = other(edge, node);
      if (!good.has(edge) || before.has(next) || ((next.value || next.unnamed) && next !== to)) continue;
      const edges = reached.get(next) ?? [];
      if (edges.length < most * 4) edges.push(edge);
      reached.set(next, edges);
    }
    for (const [node, edges] of reached) before.set(node, edges);
    layer = [...reached.keys()];
  }
  if (!before.has(to) || from === to) return [];
  const found: Edge[][] = [];
  const walk = (node: Node, tail: Edge[]): void => {
    if (found.length >= most * 8) return;
    if (node === from) { found.push(tail); return; }
    for (const edge of before.get(node)!) walk(other(edge, node), [edge, ...tail]);
  };
  walk(to, []);
  const weight = (path: Edge[]) => Math.min(...path.map((edge) => edge.claims.length + edge.claims[0].confidence - (edge.status.id === "fact" ? 0 : 5)));
  return found.sort((a, b) => weight(b) - weight(a)).slice(0, most);
}
