// The picture: cytoscape.js over the visible part, at the places the layout gave it. Nothing moves by itself.
import cytoscape, { type Core, type EdgeSingular, type NodeSingular, type StylesheetJson } from "cytoscape";
import { Backdrop } from "./backdrop";
import { choose as chooseLabels, columns, SIDES, type Box } from "./labels";
import { lineText, type Edge, type Graph, type Node } from "./data";
import type { State, View } from "./view";
import type { Visible } from "./visible";

export interface Theme { ink: string; soft: string; ground: string; accent: string }

export class Picture {
  readonly cy: Core;
  private most: number; // edges of the most connected node
  private unit = 1; // model units that are one pixel of type; sizes keep their look at any zoom
  private theme: Theme;
  private settling = 0;
  private backdrop: Backdrop;
  private now: Visible | null = null;
  private view: View | null = null;
  private moved: View["moved"] = new Map();
  private frame: Box = [-Infinity, -Infinity, Infinity, Infinity]; // what was in view when the eye last moved
  private sides = new Map<string, string>(); // of the elements whose label is shown, where it stands

  constructor(private graph: Graph, private state: State, private stage: HTMLElement) {
    this.theme = readTheme();
    this.most = Math.max(8, ...graph.named.slice(0, 50).map((node) => node.edges.length));
    this.cy = cytoscape({ container: stage, style: this.style(), layout: { name: "preset" }, minZoom: 0.02, maxZoom: 4,
      boxSelectionEnabled: false, selectionType: "single", hideLabelsOnViewport: false });
    this.backdrop = new Backdrop(graph, stage, this.cy);
    this.cy.on("tap", "node", (event) => { const node = graph.nodes[Number(event.target.id().slice(1))]; this.state.choose(node.value ? { claim: node.edges[0].claims[0], node: this.state.view.node } : { node }); });
    this.cy.on("tap", "edge", (event) => { const edge = graph.edges[Number(event.target.id().slice(1))]; this.state.choose({ claim: edge.claims[0], node: this.state.view.node }); });
    this.cy.on("dbltap", "node", (event) => { const node = graph.nodes[Number(event.target.id().slice(1))]; if (!node.value) this.state.change({ open: new Set([...this.state.view.open, node]) }); });
    this.cy.on("tap", (event) => { if (event.target === this.cy) { const node = this.backdrop.at(event.position); this.state.choose(node ? { node } : {}); } });
    this.cy.on("mouseover", "node, edge", (event) => { stage.style.cursor = "pointer"; event.target.addClass("hover"); this.relabel(); });
    this.cy.on("mouseout", "node, edge", (event) => { stage.style.cursor = ""; event.target.removeClass("hover"); this.relabel(); });
    this.cy.on("dragfree", "node", (event) => { const { x, y } = event.target.position(); this.state.change({ moved: new Map([...this.state.view.moved, [this.node(event.target), [x, y]]]) }); });
    this.cy.on("zoom", () => this.settle());
    new ResizeObserver(() => { this.cy.resize(); this.backdrop.resize(); }).observe(stage);
  }

  /** Draws the visible part; what stays keeps its place. Moves the eye only where something else was asked for. */
  draw(view: View, now: Visible, before?: View): void {
    const first = !this.now;
    this.now = now;
    this.view = view;
    const { cy } = this;
    const asked = first || (before && (view.node !== before.node || view.claim !== before.claim || view.path !== before.path || view.group !== before.group
      || view.limit !== before.limit || view.open !== before.open));
    this.place(view);
    if (asked) this.look(view, now); // first, so that what comes is styled once, for the scale it is seen at
    cy.batch(() => {
      const gone = cy.edges().filter((edge) => !now.edges.has(this.edge(edge))).union(cy.nodes().filter((node) => !now.nodes.has(this.node(node))));
      gone.forEach((element) => { this.sides.delete(element.id()); });
      gone.remove();
      cy.add([...now.nodes].filter((node) => cy.$id("n" + node.n).empty()).sort((a, b) => a.n - b.n).map((node) => ({ group: "nodes", classes: "quiet", grabbable: !node.value, data: { id: "n" + node.n }, position: { x: node.x, y: node.y } })));
      cy.add([...now.edges].filter((edge) => cy.$id("e" + edge.n).empty()).sort((a, b) => a.n - b.n).map((edge) => ({ group: "edges", classes: "quiet", data: { id: "e" + edge.n, source: "n" + edge.from.n, target: "n" + edge.to.n } })));
      this.mark(view, now);
    });
    this.backdrop.draw(now.nodes);
    this.settle(!!asked);
  }

  /** Puts what the reader dragged where it was left, and everything else where the layout has it. */
  private place(view: View): void {
    if (view.moved === this.moved) return;
    const changed = new Set([...this.moved.keys(), ...view.moved.keys()]);
    for (const node of changed) {
      const [x, y] = view.moved.get(node) ?? node.home;
      Object.assign(node, { x, y });
      this.cy.$id("n" + node.n).position({ x, y });
    }
    this.moved = view.moved;
  }

  private mark(view: View, now: Visible): void {
    const path = new Set(now.paths.flat()), edge = view.claim?.edge ?? null, focus = now.near.size > 0 || !!edge;
    this.cy.nodes().forEach((element) => {
      const node = this.node(element), ends = edge && (edge.from === node || edge.to === node);
      element.toggleClass("chosen", node === view.node || !!ends);
      element.toggleClass("faded", focus && !now.near.has(node) && !ends);
      element.toggleClass("open", view.open.has(node));
    });
    this.cy.edges().forEach((element) => {
      const one = this.edge(element);
      const lit = one === edge || path.has(one) || (!view.path && view.node !== null && (one.from === view.node || one.to === view.node));
      element.toggleClass("chosen", one === edge || path.has(one));
      element.toggleClass("lit", lit);
      element.toggleClass("faded", focus && !lit);
    });
  }

  /** Brings what is asked for into view: a node with its neighbours, a claim with its ends, a path, or everything. */
  private look(view: View, now: Visible): void {
    const edge = view.claim?.edge;
    if (edge && !view.node) this.aim([edge.from, edge.to], 1.3);
    else if (now.near.size) this.aim(now.near, 1.15);
    else this.aim(now.nodes);
  }

  fit(): void {
    if (!this.now) return;
    this.aim(this.now.nodes);
    this.settle(true);
  }

  /** Sets scale and place so that these nodes are seen. By their places alone: to ask for their labels would draw all. */
  private aim(nodes: Iterable<Node>, most = 1.4): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of nodes) [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    if (left > right || !width) return;
    const room = (size: number, margin: number, extent: number) => Math.max(40, size - 2 * Math.min(margin, size / 5.5)) / Math.max(1, extent);
    const zoom = Math.max(this.cy.minZoom(), Math.min(most, room(width, 120, right - left), room(height, 70, bottom - top)));
    this.cy.viewport({ zoom, pan: { x: width / 2 - (zoom * (left + right)) / 2, y: height / 2 - (zoom * (top + bottom)) / 2 } });
    const { x1, y1, x2, y2 } = this.cy.extent();
    this.frame = [x1, y1, x2, y2];
    this.rescale();
  }

  zoom(factor: number): void {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  pan(x: number, y: number): void { this.cy.panBy({ x, y }); }

  retheme(): void {
    this.theme = readTheme();
    this.cy.style(this.style());
    this.backdrop.retheme();
  }

  /** After a zoom: sizes for the new scale, then the labels that have room. */
  private settle(now = false): void {
    window.clearTimeout(this.settling);
    const finish = () => { this.rescale(); this.relabel(); };
    if (now) finish(); else this.settling = window.setTimeout(finish, 90);
  }

  private rescale(): void {
    const unit = Math.pow(Math.max(this.cy.zoom(), 0.02), -0.85);
    if (Math.abs(unit / this.unit - 1) > 0.08) { this.unit = unit; this.cy.style(this.style()); }
  }

  private relabel(): void {
    if (!this.now || !this.view) return;
    const shown = chooseLabels(this.cy, this.unit, this.now, (element) => this.node(element), (element) => this.edge(element), (node) => this.size(node), this.frame);
    this.cy.batch(() => { // what stays as it is is left alone: to restyle every element takes seconds where there are many
      for (const id of this.sides.keys()) if (!shown.has(id)) this.cy.$id(id).removeClass([...SIDES]).addClass("quiet");
      for (const [id, side] of shown) if (this.sides.get(id) !== side) this.cy.$id(id).removeClass(["quiet", ...SIDES]).addClass(side);
    });
    this.sides = shown;
  }

  node(element: NodeSingular): Node { return this.graph.nodes[Number(element.id().slice(1))]; }
  edge(element: EdgeSingular): Edge { return this.graph.edges[Number(element.id().slice(1))]; }

  /** A node's diameter in pixels: by how much is claimed of it. */
  size(node: Node): number { return node.value ? 10 : node.unnamed ? 9 : 12 + 27 * Math.sqrt(node.edges.length / this.most); }

  private style(): StylesheetJson {
    const { theme } = this, px = (size: number) => size * this.unit;
    const node = (apply: (node: Node) => unknown) => (element: NodeSingular) => apply(this.node(element));
    const edge = (apply: (edge: Edge) => unknown) => (element: EdgeSingular) => apply(this.edge(element));
    const font = "system-ui, Segoe UI, Roboto, Noto Sans, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif";
    return [
      { selector: "node", style: {
        label: node((n) => shorten(n.label)), shape: node((n) => n.kind.shape), "background-color": node((n) => (n.value ? theme.ground : n.kind.color)),
        width: node((n) => (n.value ? px(columns(shorten(n.label)) * 6.2 + 14) : px(this.size(n)))), height: node((n) => px(n.value ? 20 : this.size(n))),
        "border-width": node((n) => px(n.value ? 1.2 : 1.5)), "border-color": node((n) => (n.value ? n.kind.color : theme.ground)), "border-style": node((n) => (n.unnamed ? "dashed" : "solid")),
        color: theme.ink, "font-family": font, "font-size": node((n) => px(n.value ? 11 : 11.5 + Math.min(4, this.size(n) / 12))), "font-weight": node((n) => (this.size(n) > 29 ? 600 : 400)),
        "text-valign": node((n) => (n.value ? "center" : "bottom")), "text-margin-y": node((n) => px(n.value ? 0 : 3)), "text-outline-color": theme.ground, "text-outline-width": px(2.2),
        "overlay-opacity": 0, "z-index": node((n) => (n.value ? 1 : 10)),
      } },
      { selector: "edge", style: {
        "curve-style": "bezier", "control-point-step-size": px(34), width: edge((e) => px(lineWidth(e))), "line-color": edge((e) => e.status.color), "line-opacity": edge((e) => (e.status.id === "fact" ? 0.55 : 0.95)),
        "line-style": edge((e) => (e.status.dashes.length ? "dashed" : "solid")), "line-dash-pattern": edge((e) => (e.status.dashes.length ? e.status.dashes.map((n) => px(n * 0.8)) : [1, 0])),
        "target-arrow-shape": edge((e) => e.status.arrow), "target-arrow-color": edge((e) => e.status.color), "arrow-scale": edge((e) => arrowScale(this.unit, this.unit * lineWidth(e))),
        label: edge((e) => shorten(lineText(e))), "font-family": font, "font-size": px(10.5), color: edge((e) => (e.status.id === "fact" ? theme.soft : theme.ink)), "text-rotation": "autorotate", "text-outline-color": theme.ground, "text-outline-width": px(2.4),
        "overlay-opacity": 0, "loop-direction": "-45deg",
      } },
      { selector: ".faded", style: { opacity: 0.13 } },
      { selector: "edge.lit", style: { "line-opacity": 1, "z-index": 20 } },
      { selector: "edge.chosen", style: { width: px(3.2), "underlay-color": theme.accent, "underlay-opacity": 0.22, "underlay-padding": px(5), "line-opacity": 1, "z-index": 30 } },
      { selector: "node.open", style: { "border-color": theme.accent, "border-width": px(2) } },
      { selector: "node.chosen", style: { "underlay-color": theme.accent, "underlay-opacity": 0.28, "underlay-padding": px(6), "underlay-shape": "ellipse", "font-weight": 600, "z-index": 40 } },
      { selector: "node.hover, edge.hover", style: { "z-index": 50, "line-opacity": 1, opacity: 1 } },
      { selector: "node.top", style: { "text-valign": "top", "text-margin-y": px(-3) } },
      { selector: "node.right", style: { "text-valign": "center", "text-halign": "right", "text-margin-y": 0, "text-margin-x": px(4) } },
      { selector: "node.left", style: { "text-valign": "center", "text-halign": "left", "text-margin-y": 0, "text-margin-x": px(-4) } },
      { selector: ".quiet", style: { label: "" } },
    ] as unknown as StylesheetJson;
  }
}

const lineWidth = (edge: Edge): number => 1.1 + 0.55 * Math.log2(edge.claims.length);

/** What makes an arrow's head as large at any zoom; cytoscape.js makes it max(29, (13.37 width)^0.9) times this. */
const arrowScale = (unit: number, width: number): number => (0.75 * Math.max(0.2, unit) * 29) / Math.max(29, Math.pow(13.37 * width, 0.9));

const LABEL = 26; // columns of a label on the picture; the panel shows it whole

export function shorten(text: string): string {
  const characters = Array.from(text);
  let width = 0;
  for (let n = 0; n < characters.length; n += 1) {
    width += columns(characters[n]);
    if (width > LABEL) return characters.slice(0, n).join("").trimEnd() + "…";
  }
  return text;
}

function readTheme(): Theme {
  const css = getComputedStyle(document.documentElement), value = (name: string) => css.getPropertyValue(name).trim();
  return { ink: value("--ink"), soft: value("--soft"), ground: value("--ground"), accent: value("--accent") };
}
