// The data of the page, as kg/view/data.py writes it, joined up: nodes, edges (claims that say the same), articles.
import { unpack } from "./unpack";

export interface Kind { id: string; label: string; color: string; shape: string }
export interface Status { id: string; label: string; color: string; dashes: number[]; arrow: string; prefix: string; help: string }
export interface Property { id: string; label: string; open: boolean }
export interface Article {
  n: number; iri: string; id: string; text: string; language: string; title: string; date: string; publisher: string;
  url: string; aside: [number, number, string][]; claims: Claim[]; slice: (start: number, end: number) => string; length: number;
}
export interface Node {
  n: number; id: string; term: string; label: string; kind: Kind; x: number; y: number; group: number; names: string[];
  same: string[]; why: string[]; number: number | null; unit: string; value: boolean; unnamed: boolean;
  edges: Edge[]; said: Claim[];
}
export type Span = [number, number];
export interface Claim {
  id: string; edge: Edge; article: Article | null; start: number; end: number; spans: [Span, Span, Span]; confidence: number;
  time: string; from: string; to: string; by: [Node | null, string][]; details: [string, string][]; how: [string, string][];
}
export interface Edge {
  n: number; from: Node; to: Node; property: Property; status: Status; claims: Claim[]; support: number;
}
export interface Graph {
  title: string; language: string; base: string; prefixes: Record<string, string>; kinds: Kind[]; statuses: Status[];
  properties: Property[]; articles: Article[]; nodes: Node[]; named: Node[]; edges: Edge[]; claims: Claim[];
  byId: Map<string, Node>; claimById: Map<string, Claim>; articleById: Map<string, Article>; groups: Node[][];
}

const FORMAT = 1;

/** The page's data, from the element that holds it packed. */
export async function load(element: HTMLElement): Promise<Graph> {
  return join(JSON.parse(await unpack(element)));
}

function join(raw: any): Graph {
  if (raw.format !== FORMAT) throw new Error(`the data has format ${raw.format}, not ${FORMAT}`);
  const kinds: Kind[] = raw.kinds, statuses: Status[] = raw.statuses;
  const properties: Property[] = raw.properties.map(([id, label]: string[]) => ({ id, label, open: id.startsWith("open:") }));
  const articles: Article[] = raw.articles.map((row: any, n: number) => toArticle(row, n));
  const nodes: Node[] = raw.nodes.map((row: any[], n: number) => toNode(row, n, kinds));
  const edges = new Map<string, Edge>();
  const claims: Claim[] = raw.claims.map((row: any[]) => {
    const key = `${row[1]} ${row[2]} ${row[3]} ${row[4]}`;
    let edge = edges.get(key);
    if (!edge) {
      edge = { n: edges.size, from: nodes[row[1]], to: nodes[row[3]], property: properties[row[2]], status: statuses[row[4]],
        claims: [], support: 0 };
      edges.set(key, edge);
      edge.from.edges.push(edge);
      if (edge.to !== edge.from) edge.to.edges.push(edge);
    }
    return toClaim(row, edge, articles, nodes);
  });
  for (const edge of edges.values()) {
    edge.claims.sort((a, b) => b.confidence - a.confidence);
    edge.support = new Set(edge.claims.map((claim) => claim.article)).size;
  }
  for (const article of articles) article.claims.sort((a, b) => a.start - b.start || a.spans[0][0] - b.spans[0][0]);
  const named = nodes.filter((node) => !node.value && !node.unnamed);
  const groups: Node[][] = [];
  for (const node of named) (groups[node.group] ??= []).push(node);
  return { title: raw.title, language: raw.language, base: raw.base, prefixes: raw.prefixes, kinds, statuses, properties,
    articles, nodes, named, edges: [...edges.values()], claims, groups: groups.filter((group) => group.length > 2),
    byId: new Map(nodes.filter((node) => !node.value).map((node) => [node.id, node])),
    claimById: new Map(claims.map((claim) => [claim.id, claim])),
    articleById: new Map(articles.map((article) => [article.id, article])) };
}

function toNode(row: any[], n: number, kinds: Kind[]): Node {
  const [term, label, kind, x, y, group, more = {}] = row;
  return { n, id: term.replace(/^entity\//, ""), term, label: label || " ", kind: kinds[kind], x, y, group, names: more.names ?? [],
    same: more.same ?? [], why: more.why ?? [], number: more.number ? Number(more.number) : null, unit: more.unit ?? "",
    value: kinds[kind].id === "value", unnamed: kinds[kind].id === "unnamed", edges: [], said: [] };
}

function toArticle(row: any, n: number): Article {
  const text: string = row.text ?? "";
  // Offsets are code points; a text beyond the Basic Multilingual Plane needs them counted.
  const points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  return { n, iri: row.iri, id: row.id ?? row.iri, text, language: /^[a-z]{2,3}$/.test(row.language) ? row.language : "", title: row.title || row.id || "Untitled article",
    date: row.date ?? "", publisher: row.publisher ?? "", url: row.url ?? "", aside: row.aside ?? [], claims: [],
    length: points ? points.length : text.length,
    slice: (start, end) => (points ? points.slice(start, end).join("") : text.slice(start, end)) };
}

function toClaim(row: any[], edge: Edge, articles: Article[], nodes: Node[]): Claim {
  const [id, , , , , confidence, article, start, end, ss, se, ps, pe, os, oe, more = {}] = row;
  const [from, to] = more.days ?? ["", ""], about = articles[article] ?? null;
  const claim: Claim = { id, edge, article: about, start, end, spans: [[ss, se], [ps, pe], [os, oe]], confidence,
    time: more.time ?? "", from: from || about?.date || "", to: to || from || about?.date || "", details: more.details ?? [],
    by: (more.by ?? []).map(([n, name]: [number, string]) => [nodes[n] ?? null, name]), how: more.how ?? [] };
  edge.claims.push(claim);
  about?.claims.push(claim);
  for (const [node] of claim.by) node?.said.push(claim);
  return claim;
}

export const other = (edge: Edge, node: Node): Node => (edge.from === node ? edge.to : edge.from);

/** Who a claim is by: those it is attributed to, else the publisher. */
export function sourceOf(claim: Claim): string {
  return claim.by.length ? claim.by.map(([, name]) => name).join(", ") : claim.article?.publisher || "";
}
