// The panel: what the graph is, an entity's card, a claim's evidence, the paths between two things.
import { button, byId, h, link, plural, words } from "./dom";
import { badge, copy, nodeButton, spoken, stroke, swatch } from "./parts";
import { evidence, quotation, source } from "./evidence";
import { Search, combobox } from "./search";
import { claimPasses, passing, type Visible } from "./visible";
import { lineText, other, type Claim, type Edge, type Graph, type Node } from "./data";
import type { State, View } from "./view";

const MOST = 30; // claims of one property shown before "more"

export class Panel {
  private root = byId("panel");
  constructor(private graph: Graph, private state: State, private search: Search) {}

  draw(view: View, now: Visible, before?: View): void {
    const changed = !before || view.claim !== before.claim || view.node !== before.node || view.path !== before.path;
    if (changed && this.root.contains(document.activeElement)) this.root.focus(); // what had the focus is about to go
    const scroll = this.root.scrollTop;
    this.root.replaceChildren();
    if (view.claim) this.claim(view.claim, view);
    else if (view.node && view.path) this.paths(view.node, view.path, now);
    else if (view.node) this.card(view.node, view);
    else this.home(view);
    this.root.scrollTop = changed ? 0 : scroll;
  }

  private add(...children: (HTMLElement | string | null | false)[]): void {
    this.root.append(...children.filter((child): child is HTMLElement => !!child));
  }

  private section(title: string, items: HTMLElement[], more = ""): void {
    if (!items.length) return;
    const list = h("ul", { class: "list" }, ...items.slice(0, MOST).map((item) => h("li", {}, item)));
    this.add(h("h2", {}, title, more && h("span", { class: "count" }, more)), list);
    if (items.length > MOST) {
      const rest = button(`Show ${items.length - MOST} more`, () => { list.append(...items.slice(MOST).map((item) => h("li", {}, item))); rest.remove(); }, { class: "plain" });
      this.add(rest);
    }
  }

  private about = (node: Node): void => this.state.choose(node.value ? { claim: node.edges[0]?.claims[0] } : { node });

  private home(view: View): void {
    const { graph } = this, facts = graph.claims.filter((claim) => claim.edge.status.id === "fact"), own = facts.filter((claim) => claim.edge.property.open).length;
    this.add(h("h1", {}, "What the articles say"),
      h("p", { class: "lede" }, `${plural(graph.articles.length, "article")} make ${plural(graph.claims.length, "claim")} about ${plural(graph.named.length, "entity", "entities")}; ${plural(facts.length, "claim")} ${facts.length === 1 ? "is told as fact" : "are told as facts"}, ${(facts.length - own).toLocaleString("en")} of them in the ontology's terms and ${own.toLocaleString("en")} in the articles' own words.`),
      h("p", { class: "soft" }, "Choose an entity or a line to read the sentences behind it. What is planned, possible, denied or negated is drawn apart and never counts as a fact."));
    const { from, to } = view.filters, range = from === to ? from : `${from || "…"} to ${to || "…"}`;
    if ((from || to) && view.tab !== "timeline") this.add(h("p", { class: "actions" }, button(`Read what is said of ${range}`, () => this.state.change({ tab: "timeline" }))));
    if (view.group >= 0) this.add(button("Show all groups", () => this.state.change({ group: -1 }), { class: "action" }));
    const group = graph.groups.find((members) => members[0].group === view.group);
    this.section(group ? `Group of ${group.length}` : "Most is said of", (group ?? graph.named).slice(0, group ? 40 : 10).map((node) => nodeButton(node, this.about)));
    const unsure = graph.edges.filter((edge) => edge.status.id !== "fact" && !edge.property.open && passing(edge, view.filters));
    this.section("Not facts", unsure.slice(0, 100).map((edge) => this.edgeRow(edge, null)), plural(unsure.length, "line"));
    if (!group && graph.groups.length > 1) this.section("Groups that belong together", graph.groups.slice(0, 12).map((members) =>
      h("button", { type: "button", class: "group", onclick: () => this.state.change({ group: members[0].group, node: null, claim: null }) },
        ...members.slice(0, 3).flatMap((node, n) => [n ? " · " : "", words(node.label)]), h("span", { class: "count" }, String(members.length)))));
  }

  private card(node: Node, view: View): void {
    const names = node.names.filter((name) => name !== node.label);
    this.back();
    this.add(h("p", { class: "kind" }, swatch(node.kind), node.kind.label), words(node.label, "", "h1"));
    if (names.length) this.add(h("p", { class: "names" }, "also ", ...names.flatMap((name, n) => [n ? " · " : "", words(name)])));
    for (const address of node.same) this.add(h("p", { class: "names" }, link(address, address.replace(/^https?:\/\/(www\.)?/, ""))));
    this.actions(node, view);
    const good = node.edges.filter((edge) => passing(edge, view.filters));
    const figures = good.filter((edge) => edge.to.number !== null && edge.from === node && edge.status.id === "fact");
    if (figures.length) this.add(h("h2", {}, "Figures"), this.figures(figures));
    const known = (edge: Edge) => !edge.property.open && !figures.includes(edge);
    this.grouped(node, good.filter((edge) => known(edge) && edge.status.id === "fact"));
    this.section("Planned, possible, denied, negated", good.filter((edge) => known(edge) && edge.status.id !== "fact").map((edge) => this.edgeRow(edge, node)));
    this.timeline(good);
    this.section("In the articles' own words", good.filter((edge) => edge.property.open).map((edge) => this.edgeRow(edge, node)));
    const said = [...new Set(node.said.filter((claim) => claimPasses(claim, view.filters)).map((claim) => claim.edge))];
    this.section("Says", said.map((edge) => this.edgeRow(edge, null)), said.length ? plural(said.length, "line") : "");
    const hidden = node.edges.length - good.length;
    if (hidden) this.add(h("p", { class: "soft" }, `${plural(hidden, "statement")} more, which the filters hide.`));
    if (node.why.length) this.add(h("details", {}, h("summary", {}, "Why these names"), h("ul", { class: "list" }, ...node.why.map((why) => h("li", {}, words(why))))));
  }

  private back(): void {
    this.add(button("‹ All", () => this.state.choose({}), { class: "plain back", title: "Back to the whole graph (Esc)" }));
  }

  private actions(node: Node, view: View): void {
    const open = view.open.has(node), without = (set: Set<Node>) => new Set([...set].filter((other) => other !== node));
    const input = h("input", { type: "search", placeholder: "Path to …", role: "combobox", "aria-expanded": "false", "aria-controls": "path-matches", "aria-label": "Find the path to another entity", autocomplete: "off" });
    const list = h("ul", { id: "path-matches", role: "listbox", "aria-label": "Entities found", hidden: true });
    combobox(input, list, this.search, ({ node: to }) => this.state.change({ path: to, claim: null }));
    this.add(h("p", { class: "actions" },
      open ? button("Collapse", () => this.state.change({ open: without(view.open) }), { title: "Draw its neighbours no longer (C)" })
        : button("Keep open", () => this.state.change({ open: new Set([...view.open, node]), shut: without(view.shut) }), { title: "Keep its neighbours in the picture (E)" }),
      button("Only this", () => this.state.change({ limit: 0, open: new Set([node]), shut: new Set(), group: -1 }), { title: "Draw nothing but this and its neighbours" }),
      button("Hide", () => this.state.change({ node: null, claim: null, open: without(view.open), shut: new Set([...view.shut, node]) }), { title: "Take it out of the picture (X)" }),
      h("span", { class: "search small" }, input, list)));
  }

  private figures(edges: Edge[]): HTMLElement {
    const rows = edges.sort((a, b) => a.property.label.localeCompare(b.property.label, "en") || (b.to.number ?? 0) - (a.to.number ?? 0)).map((edge) => {
      const claim = edge.claims[0], metric = claim.details.find(([name]) => name === "metric")?.[1];
      return h("tr", {}, h("td", {}, words(metric ?? edge.property.label)), h("td", { class: "number" },
        button(words(edge.to.label), () => this.state.choose({ claim })  )), h("td", { class: "soft" }, claim.time));
    });
    return h("table", { class: "figures" }, ...rows);
  }

  /** Facts by property, outward and inward: "leads → Alibaba Token Hub", "Eddie Wu leads →". */
  private grouped(node: Node, edges: Edge[]): void {
    const groups = new Map<string, Edge[]>();
    for (const edge of edges) {
      const key = `${edge.from === node ? 0 : 1} ${edge.property.label}`;
      groups.set(key, [...(groups.get(key) ?? []), edge]);
    }
    if (!groups.size) return;
    this.add(h("h2", {}, "Facts", h("span", { class: "count" }, plural(edges.length, "line"))));
    for (const [key, members] of [...groups].sort(([a], [b]) => a.localeCompare(b, "en"))) {
      const out = key.startsWith("0"), label = members[0].property.label;
      const list = h("ul", { class: "targets" }, ...members.slice(0, MOST).map((edge) => h("li", {}, this.edgeRow(edge, node, true))));
      if (members.length > MOST) list.append(h("li", { class: "soft" }, `and ${members.length - MOST} more in the table`));
      this.add(h("div", { class: "property-group" }, h("h3", {}, out ? label : h("span", {}, h("span", { class: "soft" }, "… "), label, h("span", { class: "soft" }, " this"))), list));
    }
  }

  private edgeRow(edge: Edge, from: Node | null, bare = false): HTMLElement {
    const claim = edge.claims[0], time = edge.claims.map((c) => c.time).find(Boolean), name = (node: Node) => words(node.label, "name");
    const property = h("span", { class: "property" }, edge.label);
    const parts = bare ? [swatch(other(edge, from!).kind), name(other(edge, from!))]
      : !from ? [name(edge.from), property, name(edge.to)]
      : edge.from === from ? [property, name(edge.to)] : [name(edge.from), property, h("span", { class: "soft" }, "this")];
    return h("button", { type: "button", class: "claim", onclick: () => this.state.choose({ claim, node: from }) }, ...parts,
      edge.status.id !== "fact" && badge(edge.status), edge.support > 1 && h("span", { class: "support", title: `${edge.support} articles` }, `×${edge.support}`),
      !!time && h("span", { class: "time" }, time));
  }

  private timeline(edges: Edge[]): void {
    const dated = edges.flatMap((edge) => edge.claims).filter((claim) => claim.time && claim.from).sort((a, b) => a.from.localeCompare(b.from));
    if (dated.length < 2) return;
    const seen = new Set<string>(), items = dated.filter((claim) => { const key = claim.time + claim.edge.n; return !seen.has(key) && seen.add(key); });
    this.add(h("h2", {}, "Timeline"), h("ol", { class: "timeline" }, ...items.slice(0, 60).map((claim) => h("li", {},
      h("time", { datetime: claim.from }, claim.time),
      button(h("span", {}, words(claim.edge.from.label, "name"), " ", h("span", { class: "property" }, lineText(claim.edge)), " ", words(claim.edge.to.label, "name")),
        () => this.state.choose({ claim, node: this.state.view.node }), { class: "claim" })))));
  }

  private claim(chosen: Claim, view: View): void {
    const edge = chosen.edge;
    this.add(button(view.node ? h("span", {}, "‹ ", words(view.node.label)) : "‹ All", () => this.state.choose({ node: view.node }), { class: "plain back" }));
    const sides = (node: Node) => node.value ? h("span", { class: "entity" }, swatch(node.kind), words(node.label, "name")) : nodeButton(node, this.about);
    this.add(h("p", { class: "stated" }, stroke(edge.status), badge(edge.status), h("span", { class: "soft" }, edge.status.help)),
      h("h1", { class: "statement" }, sides(edge.from), h("span", { class: "property" }, edge.label), sides(edge.to)));
    const claims = [chosen, ...edge.claims.filter((claim) => claim !== chosen)];
    this.add(h("h2", {}, claims.length > 1 ? `How we know: stated ${claims.length} times in ${plural(edge.support, "article")}` : "How we know"));
    for (const claim of claims.slice(0, 20)) this.add(this.statement(claim));
    if (claims.length > 20) this.add(h("p", { class: "soft" }, `and ${claims.length - 20} more; the table lists them`));
  }

  private statement(claim: Claim): HTMLElement {
    const list = h("dl", {}), row = (name: string, ...values: (HTMLElement | string)[]) => list.append(h("dt", {}, name), h("dd", {}, ...values));
    if (claim.by.length) row("According to", ...claim.by.flatMap(([node, name], n) => [n ? ", " : "", node && !node.unnamed ? nodeButton(node, this.about) : words(name)]));
    if (claim.time) row("When", claim.time);
    else if (claim.named.length) row("Year named", `${claim.named.join(", ")}, by the sentence; the claim has no date of its own`);
    for (const [name, text] of claim.details) row(name, words(text));
    for (const [name, text] of claim.how) row(name, ...this.step(text));
    row("Confidence", h("meter", { min: 0, max: 1, value: claim.confidence, "aria-label": "confidence" }), ` ${claim.confidence.toFixed(2)} that it was read rightly`);
    row("Claim", h("code", {}, claim.id));
    row("Copy", button("Link", () => copy(location.href.replace(/#.*/, "") + "#claim=" + claim.id), { class: "plain" }), " · ", button("Quotation", () => copy(quotation(claim)), { class: "plain", title: "The sentence with its source" }));
    return h("figure", { class: "statement-card" }, evidence(claim), source(claim, this.state), list);
  }

  /** A step of how a claim was found; what another claim stands for is that claim, one click away. */
  private step(text: string): HTMLElement[] {
    const [, before, id] = /^(.*= )([0-9a-f]{20})$/.exec(text) ?? [], other = this.graph.claimById.get(id);
    return other ? [words(before), button(words(spoken(other.edge)), () => this.state.choose({ claim: other }), { class: "plain" })] : [words(text)];
  }

  private paths(from: Node, to: Node, now: Visible): void {
    this.add(button(h("span", {}, "‹ ", words(from.label)), () => this.state.change({ path: null }), { class: "plain back" }),
      h("h1", {}, words(from.label), h("span", { class: "soft" }, " to "), words(to.label)));
    const paths = now.paths;
    if (!paths.length) { this.add(h("p", { class: "lede" }, from === to ? "That is the same thing." : "No path joins them with these filters.")); return; }
    this.add(h("p", { class: "lede" }, `${plural(paths[0].length, "step")} apart; ${plural(paths.length, "shortest path")} shown.`));
    paths.forEach((path, n) => this.section(paths.length > 1 ? `Path ${n + 1}` : "Path", path.map((edge) => this.edgeRow(edge, null))));
  }
}
