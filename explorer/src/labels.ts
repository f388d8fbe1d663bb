// Which labels are shown: the most important first, and none over another. Boxes are measured in pixels.
import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import { lineText, type Edge, type Node } from "./data";
import type { Visible } from "./visible";

const GRID = 64; // pixels of a cell in which overlaps are looked for
export const SIDES = ["bottom", "right", "left", "top"] as const; // where a node's label may stand, best first
type Side = (typeof SIDES)[number];
export type Box = [number, number, number, number];

/** The width of a text in columns: a Chinese character takes two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1;
  return width;
}

class Taken {
  private cells = new Map<string, Box[]>();

  private *keys([left, top, right, bottom]: Box): Iterable<string> {
    for (let x = Math.floor(left / GRID); x <= Math.floor(right / GRID); x += 1) for (let y = Math.floor(top / GRID); y <= Math.floor(bottom / GRID); y += 1) yield `${x} ${y}`;
  }

  put(box: Box): void {
    for (const key of this.keys(box)) { const cell = this.cells.get(key); if (cell) cell.push(box); else this.cells.set(key, [box]); }
  }

  free([left, top, right, bottom]: Box): boolean {
    for (const key of this.keys([left, top, right, bottom])) for (const box of this.cells.get(key) ?? [])
      if (left < box[2] && box[0] < right && top < box[3] && box[1] < bottom) return false;
    return true;
  }
}

/** Pixels of a column of a label: the larger a node, the larger its letters, and the largest are bold. */
const letter = (size: number): number => (11.5 + Math.min(4, size / 12)) * (size > 29 ? 0.6 : 0.53);

/** The elements whose label has room, by id, and the side of the node it stands on. Pans change nothing, so coordinates are the picture's own times the zoom. */
export function choose(cy: Core, unit: number, now: Visible, nodeOf: (element: NodeSingular) => Node, edgeOf: (element: EdgeSingular) => Edge, size: (node: Node) => number, frame: Box): Map<string, Side> {
  const zoom = cy.zoom(), scale = unit * zoom, taken = new Taken(), shown = new Map<string, Side>();
  const rank = (element: NodeSingular | EdgeSingular) => (element.hasClass("hover") ? 0 : element.hasClass("chosen") ? 1 : element.hasClass("lit") ? 2 : element.hasClass("faded") ? 5 : 3);
  const nodes = cy.nodes().toArray().map((element) => ({ element, node: nodeOf(element), rank: now.near.has(nodeOf(element)) ? Math.min(2, rank(element)) : rank(element) }))
    .sort((a, b) => a.rank - b.rank || a.node.n - b.node.n);
  for (const { element, node } of nodes) { // nothing is written over a node
    const half = (size(node) / 2) * scale, x = element.position("x") * zoom, y = element.position("y") * zoom;
    if (!node.value) taken.put([x - half, y - half, x + half, y + half]);
  }
  const inside = ([left, top, right, bottom]: Box) => left >= frame[0] * zoom && top >= frame[1] * zoom && right <= frame[2] * zoom && bottom <= frame[3] * zoom;
  const spots = (element: EdgeSingular, edge: Edge): Box[] => { // where a line's label stands: three boxes along it
    const width = columns(lineText(edge)) * 5.8 * scale, angle = Math.atan2(edge.to.y - edge.from.y, edge.to.x - edge.from.x);
    const middle = element.midpoint(); // asked of few: it makes cytoscape.js route the line
    const w = Math.max(7, (Math.abs(Math.cos(angle)) * width) / 6), h = Math.max(7, (Math.abs(Math.sin(angle)) * width) / 6);
    return [-0.36, 0, 0.36].map((part) => {
      const x = middle.x * zoom + Math.cos(angle) * width * part, y = middle.y * zoom + Math.sin(angle) * width * part;
      return [x - w, y - h, x + w, y + h];
    });
  };
  cy.edges(".chosen").forEach((element) => { for (const spot of spots(element, edgeOf(element))) taken.put(spot); }); // what was asked for is read first
  for (const { element, node, rank: importance } of nodes) {
    const x = element.position("x") * zoom, y = element.position("y") * zoom, width = Math.min(27, columns(node.label)) * letter(size(node)) * scale + 4, height = 16 * scale, reach = (size(node) / 2 + 2) * scale;
    const boxes: Record<Side, Box> = { bottom: [x - width / 2, y + reach, x + width / 2, y + reach + height], top: [x - width / 2, y - reach - height, x + width / 2, y - reach],
      right: [x + reach, y - height / 2, x + reach + width, y + height / 2], left: [x - reach - width, y - height / 2, x - reach, y + height / 2] };
    if (node.value) boxes.bottom = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    const side = importance >= 5 ? undefined : node.value ? "bottom" : SIDES.find((one) => taken.free(boxes[one]) && inside(boxes[one])) ?? (importance < 3 || !inside([x, y, x, y]) ? SIDES.find((one) => taken.free(boxes[one])) : undefined) ?? (importance < 2 ? "bottom" : undefined);
    if (side) { shown.set(element.id(), side); taken.put(boxes[side]); }
  }
  const edges = cy.edges().toArray().map((element) => ({ element, edge: edgeOf(element), rank: rank(element) })).filter(({ rank: importance }) => importance < 5)
    .sort((a, b) => a.rank - b.rank || Number(a.edge.status.id === "fact") - Number(b.edge.status.id === "fact") || a.edge.n - b.edge.n);
  for (const { element, edge, rank: importance } of edges) {
    const { from, to } = edge, length = Math.hypot(to.x - from.x, to.y - from.y) * zoom;
    const width = columns(lineText(edge)) * 5.8 * scale;
    if (length < width + ((size(from) + size(to)) / 2 + 18) * scale && importance > 1) continue;
    const places = spots(element, edge);
    if (importance < 2 || places.every((spot) => taken.free(spot))) { shown.set(element.id(), "bottom"); places.forEach((spot) => taken.put(spot)); }
  }
  return shown;
}
