// Behind the picture, every entity that is not drawn, as a dot in its place: how much more there is, and where.
import type { Core } from "cytoscape";
import type { Graph, Node } from "./data";

const REACH = 9; // pixels from a dot within which a click means it

export class Backdrop {
  private canvas = document.createElement("canvas");
  private dots: Node[] = [];
  private color = "";
  private waiting = false;

  constructor(private graph: Graph, private stage: HTMLElement, private cy: Core) {
    this.canvas.className = "backdrop";
    this.canvas.setAttribute("aria-hidden", "true");
    stage.before(this.canvas);
    this.retheme();
    this.resize();
    cy.on("viewport", () => this.paint());
  }

  retheme(): void {
    this.color = getComputedStyle(document.documentElement).getPropertyValue("--dot").trim();
    this.paint();
  }

  resize(): void {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.stage.clientWidth * ratio);
    this.canvas.height = Math.round(this.stage.clientHeight * ratio);
    this.paint();
  }

  draw(drawn: Set<Node>): void {
    this.dots = this.graph.named.filter((node) => !drawn.has(node));
    this.paint();
  }

  private paint(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.fill(); });
  }

  private fill(): void {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const ratio = window.devicePixelRatio || 1, zoom = this.cy.zoom() * ratio, pan = this.cy.pan();
    const { width, height } = this.canvas, size = Math.max(1.5, Math.min(6, zoom * 14));
    context.clearRect(0, 0, width, height);
    context.fillStyle = this.color;
    for (const dot of this.dots) {
      const x = dot.x * zoom + pan.x * ratio, y = dot.y * zoom + pan.y * ratio;
      if (x > 0 && y > 0 && x < width && y < height) context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }

  /** The dot at a place of the picture, if there is one. */
  at({ x, y }: { x: number; y: number }): Node | null {
    const reach = REACH / this.cy.zoom();
    let best: Node | null = null, least = reach;
    for (const dot of this.dots) {
      const distance = Math.hypot(dot.x - x, dot.y - y);
      if (distance < least) { best = dot; least = distance; }
    }
    return best;
  }
}
