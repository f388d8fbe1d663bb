// Keys, wherever the focus is: every thing that the mouse can do.
import { byId } from "./dom";
import { say } from "./parts";
import type { State } from "./view";
import type { Picture } from "./graph";
import type { Visible } from "./visible";

const STEP = 70; // pixels that an arrow key moves the picture

const narrow = (): boolean => byId("filters-open").offsetParent !== null;

/** Where there is no room for the filters beside the picture they lie over it while they are asked for. */
export function showFilters(open: boolean): void {
  byId("filters-open").setAttribute("aria-expanded", String(open));
  byId("filters").classList.toggle("open", open);
  byId(open ? "filters" : "filters-open").focus();
}

export function listen(state: State, picture: Picture, now: () => Visible): void {
  const next = (step: number) => {
    const nodes = [...now().nodes].filter((node) => !node.value).sort((a, b) => a.n - b.n), at = state.view.node ? nodes.indexOf(state.view.node) : -1;
    const node = nodes[(at + step + nodes.length) % nodes.length] ?? null;
    if (node) { state.choose({ node }); say(`${node.label}, ${node.kind.label}, ${node.edges.length} lines`); }
  };
  const keys: Record<string, () => void> = {
    "/": () => byId("search").focus(), "?": () => (byId("help") as HTMLDialogElement).showModal(),
    g: () => state.change({ tab: "graph" }), t: () => state.change({ tab: "table" }), l: () => state.change({ tab: "timeline" }), a: () => state.change({ tab: "articles" }),
    n: () => next(1), p: () => next(-1), d: () => byId("theme").click(),
    e: () => { const { node, open } = state.view; if (node) state.change({ open: new Set([...open, node]) }); },
    c: () => { const { node, open } = state.view; if (node) state.change({ open: new Set([...open].filter((other) => other !== node)) }); },
    x: () => { const { node, open, shut } = state.view; if (node) state.change({ node: null, claim: null, open: new Set([...open].filter((other) => other !== node)), shut: new Set([...shut, node]) }); },
    Enter: () => byId("panel").focus(),
    "0": () => picture.fit(), "+": () => picture.zoom(1.3), "=": () => picture.zoom(1.3), "-": () => picture.zoom(1 / 1.3),
    ArrowLeft: () => picture.pan(STEP, 0), ArrowRight: () => picture.pan(-STEP, 0), ArrowUp: () => picture.pan(0, STEP), ArrowDown: () => picture.pan(0, -STEP),
    f: () => { if (narrow()) showFilters(byId("filters-open").getAttribute("aria-expanded") !== "true"); else byId("filters").querySelector<HTMLElement>("input, button:not([hidden])")?.focus(); },
    Escape: () => { if (byId("filters-open").getAttribute("aria-expanded") === "true") { showFilters(false); return; } const { claim, node } = state.view; if (claim && node) state.choose({ node }); else state.choose({}); },
  };
  const onCanvas = new Set(["0", "+", "=", "-", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter"]);
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement, typing = target.matches("input:not([type=checkbox]), textarea, select") || (byId("help") as HTMLDialogElement).open;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[key]) return;
    if (onCanvas.has(key) && !byId("canvas").contains(target) && target !== document.body) return;
    event.preventDefault();
    keys[key]();
  });
  // Tabs: arrow keys move between them, as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has it.
  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], tabs = [...byId("tabs").querySelectorAll<HTMLElement>("[role=tab]")];
    if (!step) return;
    const tab = tabs[(tabs.indexOf(event.target as HTMLElement) + step + tabs.length) % tabs.length];
    tab.click();
    tab.focus();
  });
  byId("help-open").addEventListener("click", () => (byId("help") as HTMLDialogElement).showModal());
}
