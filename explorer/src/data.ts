// The data of the page, as kg/view/data.py writes it, joined up: nodes, edges (claims that say the same), articles.
import { unpack } from "./unpack";

export interface Kind { id: string; label: string; color: string; shape: string }
export interface Status { id: string; label: string; color: string; dashes: number[]; arrow: string; prefix: string; help: string }
export interface Property { id: string; label: string; open: boolean }
export interface Article {
  n: number; iri: string; id: string; text: string; language: string; title: string; date: string; publisher: string;
  url: string; aside: [number, number, string][]; claims: Claim[]; slice: (start: number, end: number) => string; length: number;
  titled: boolean; // false where the title is but the text's first line
}
export interface Node {
  n: number; id: string; term: string; label: string; written: string; kind: Kind; x: number; y: number; home: [number, number]; group: number; names: string[];
  same: string[]; why: string[]; number: number | null; unit: string; value: boolean; unnamed: boolean;
  edges: Edge[]; said: Claim[];
}
export type Span = [number, number];
export interface Claim {
  id: string; edge: Edge; article: Article | null; start: number; end: number; spans: [Span, Span, Span]; confidence: number;
  time: string; from: string; to: string; own: boolean; // whether the days are the claim's own, not its article's
  named: string[]; // years that the sentence of a claim without days of its own names
  by: [Node | null, string][]; details: [string, string][]; how: [string, string][];
}
export interface Edge {
  n: number; from: Node; to: Node; property: Property; label: string; status: Status; claims: Claim[]; support: number;
}
export interface Graph {
  title: string; language: string; base: string; prefixes: Record<string, string>; kinds: Kind[]; statuses: Status[];
  properties: Property[]; articles: Article[]; nodes: Node[]; named: Node[]; edges: Edge[]; claims: Claim[];
  byId: Map<string, Node>; claimById: Map<string, Claim>; articleById: Map<string, Article>; groups: Node[][];
}

const FORMAT = 1;
const TITLE = 90; // characters of a first line that stands for a title
const WORDING = 36; // characters of an open predicate that is shown as it stands
// A year in running text: no amount, no share, no count of anything.
const YEAR = /(?<![\d.,$€£¥])(?:19|20)\d\d(?![\d%]|[.,]\d|s\b|\s*(?:[万亿名个美台件吨米]|人(?!工)|元(?!旦)|家(?!电))|\s*(?:million|billion|trillion|people|employees|workers|jobs|stores|km|kg)\b)/g;

/** The years that a text names, each once. */
export const yearsOf = (text: string): string[] => [...new Set(text.match(YEAR) ?? [])];

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
      edge = { n: edges.size, from: nodes[row[1]], to: nodes[row[3]], property: properties[row[2]], label: properties[row[2]].label, status: statuses[row[4]],
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
    if (edge.property.open) edge.label = inItsWords(edge.claims[0]) || edge.label;
  }
  for (const node of nodes) if (node.unnamed && node.edges.length && node.edges.every((edge) => edge.from === node && edge.claims.every(nobody))) node.label = "(not said who)";
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
  return { n, id: term.replace(/^entity\//, ""), term, label: label || " ", written: label, kind: kinds[kind], x, y, home: [x, y], group, names: more.names ?? [],
    same: more.same ?? [], why: more.why ?? [], number: more.number ? Number(more.number) : null, unit: more.unit ?? "",
    value: kinds[kind].id === "value", unnamed: kinds[kind].id === "unnamed", edges: [], said: [] };
}

function toArticle(row: any, n: number): Article {
  const text: string = row.text ?? "";
  // Offsets are code points; a text beyond the Basic Multilingual Plane needs them counted.
  const points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  const slice = (start: number, end: number) => (points ? points.slice(start, end).join("") : text.slice(start, end));
  return { n, iri: row.iri, id: row.id ?? row.iri, text, language: /^[a-z]{2,3}$/.test(row.language) ? row.language : "", title: row.title || firstLine(row.aside ?? [], points ? points.length : text.length, slice) || row.id || "Untitled article", titled: !!row.title,
    date: row.date ?? "", publisher: row.publisher ?? "", url: row.url ?? "", aside: row.aside ?? [], claims: [],
    length: points ? points.length : text.length, slice };
}

/** How an article without a title begins: its first line that was not set aside, cut to a line of a list. */
function firstLine(aside: [number, number, string][], length: number, slice: Article["slice"]): string {
  let at = 0;
  for (const [start, end] of [...aside].sort((a, b) => a[0] - b[0])) {
    if (slice(at, start).trim()) { length = start; break; }
    at = Math.max(at, end);
  }
  const line = slice(at, Math.min(length, at + 400)).trim().split("\n")[0], characters = Array.from(line);
  return characters.length > TITLE ? characters.slice(0, TITLE).join("").replace(/\s+\S*$/, "") + " …" : line;
}

function toClaim(row: any[], edge: Edge, articles: Article[], nodes: Node[]): Claim {
  const [id, , , , , confidence, article, start, end, ss, se, ps, pe, os, oe, more = {}] = row;
  const [from, to] = more.days ?? ["", ""], about = articles[article] ?? null;
  const claim: Claim = { id, edge, article: about, start, end, spans: [[ss, se], [ps, pe], [os, oe]], confidence,
    time: more.time ?? "", own: !!from, named: from || !about ? [] : yearsOf(about.slice(start, end)), from: from || about?.date || "", to: to || from || about?.date || "", details: more.details ?? [],
    by: (more.by ?? []).map(([n, name]: [number, string]) => [nodes[n] ?? null, name]), how: more.how ?? [] };
  edge.claims.push(claim);
  about?.claims.push(claim);
  for (const [node] of claim.by) node?.said.push(claim);
  return claim;
}

/** The predicate of an open claim as its sentence has it ("had forced"); "" where that is long or stands apart. */
function inItsWords({ article, spans: [, [start, end]] }: Claim): string {
  const text = article ? article.slice(start, end).trim() : "";
  return end - start <= WORDING && !text.includes("\n") ? text : "";
}

/** Whether a claim has nobody for a subject: its own predicate stands there ("was fined"). */
const nobody = ({ spans: [subject, predicate] }: Claim): boolean => predicate[0] <= subject[0] && subject[1] === predicate[1];

/** What the picture writes on a line: an open predicate says itself whether it is meant or denied. */
export const lineText = (edge: Edge): string => (edge.property.open ? edge.label : edge.status.prefix + edge.label);

export const other = (edge: Edge, node: Node): Node => (edge.from === node ? edge.to : edge.from);

/** Who a claim is by: those it is attributed to, else the publisher. */
export function sourceOf(claim: Claim): string {
  return claim.by.length ? claim.by.map(([, name]) => name).join(", ") : claim.article?.publisher || "";
}
