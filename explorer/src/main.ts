// Puts the page together: reads the data, makes each part, and draws them whenever the view changes.
import { byId, h, plural, words } from "./dom";
import { load, type Graph } from "./data";
import { State, type Tab, type View } from "./view";
import { visible, type Visible } from "./visible";
import { Search, combobox, searchField, stating } from "./search";
import { FilterPane } from "./filters";
import { Panel } from "./panel";
import { Picture } from "./graph";
import { Table, listed } from "./table";
import { Timeline } from "./timeline";
import { Articles } from "./articles";
import { save, shownClaims, toCsv, toPng, toSvg, toTurtle } from "./export";
import { copy, say } from "./parts";
import { listen, showFilters } from "./keys";

const TABS: Tab[] = ["graph", "table", "timeline", "articles"];

function run(graph: Graph): void {
  document.title = graph.title;
  byId("title").replaceChildren(words(graph.title));
  const state = new State(graph), search = new Search(graph), filters = new FilterPane(graph, state);
  const panel = new Panel(graph, state, search), picture = new Picture(graph, state, byId("canvas")), table = new Table(graph, state), timeline = new Timeline(graph, state), articles = new Articles(graph, state);
  let now: Visible = visible(graph, state.view);

  const draw = (view: View, before?: View) => {
    now = visible(graph, view);
    for (const tab of TABS) { byId("view-" + tab).hidden = tab !== view.tab; byId("tab-" + tab).setAttribute("aria-selected", String(tab === view.tab)); byId("tab-" + tab).tabIndex = tab === view.tab ? 0 : -1; }
    if (view.tab === "graph") picture.draw(view, now, before && before.tab === "graph" ? before : undefined);
    else if (view.tab === "table") table.draw(view);
    else if (view.tab === "timeline") timeline.draw(view);
    else articles.draw(view);
    filters.draw(view);
    panel.draw(view, now, before);
    status(view);
  };
  const status = (view: View) => {
    const drawn = [...now.nodes].filter((node) => !node.value && !node.unnamed).length;
    byId("status").textContent = drawn ? `${drawn.toLocaleString("en")} of ${plural(now.candidates, "entity", "entities")}, ${plural(now.edges.size, "line")}` : "Nothing passes these filters.";
    byId("status").hidden = view.tab !== "graph";
    byId("put-back").hidden = !view.moved.size;
    Object.assign(document.querySelector("main")!.dataset, { tab: view.tab, chosen: String(!!(view.node || view.claim)) });
  };

  combobox(...searchField(), search, (entry) => {
    if (entry.place) state.change({ tab: "articles", article: entry.place[0], at: entry.place[1], claim: null });
    else state.choose(entry.claim ? { claim: entry.claim } : { node: entry.node });
  }, (text) => [...search.claimed(text), ...stating(graph, text)]);
  for (const tab of TABS) byId("tab-" + tab).addEventListener("click", () => state.change({ tab }));
  byId("fit").addEventListener("click", () => picture.fit());
  byId("put-back").addEventListener("click", () => state.change({ moved: new Map() }));
  byId("zoom-in").addEventListener("click", () => picture.zoom(1.3));
  byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.3));
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    picture.retheme();
  });
  byId("filters-open").addEventListener("click", () => showFilters(byId("filters-open").getAttribute("aria-expanded") !== "true"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.retheme());
  const claims = () => (state.view.tab === "table" ? listed(graph, state.view) : shownClaims(now, state.view));
  const exports: Record<string, () => void> = {
    png: () => save("graph.png", "image/png", toPng(picture)), svg: () => save("graph.svg", "image/svg+xml", toSvg(picture)),
    ttl: () => save("shown.ttl", "text/turtle", toTurtle(graph, claims())), csv: () => save("shown.csv", "text/csv", toCsv(claims())),
  };
  for (const [name, write] of Object.entries(exports)) byId("save-" + name).addEventListener("click", () => { write(); byId("export").removeAttribute("open"); say(`Saved as ${name.toUpperCase()}.`, true); });
  byId("copy-link").hidden = location.protocol === "about:"; // a frame of a notebook has no address to share
  byId("copy-link").addEventListener("click", () => { copy(location.href); byId("export").removeAttribute("open"); });
  listen(state, picture, () => now);
  state.listen(draw);
  draw(state.view);
  document.documentElement.dataset.ready = "true";
}

load(byId("data")).then(run).catch((error) => {
  byId("panel").replaceChildren(h("h1", {}, "The graph cannot be shown"), h("p", {}, String(error?.message ?? error)));
  throw error;
});
