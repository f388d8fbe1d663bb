// Draws a pyvis network where it was laid out, and shows the sentences of the edge or node chosen, as text.
(function () {
"use strict";
const DATA = JSON.parse(document.getElementById("data").textContent), byId = (id) => document.getElementById(id);
const edges = new vis.DataSet(DATA.edges.map((edge) => ({ ...edge, title: undefined, arrows: { to: { enabled: true, scaleFactor: 0.5 } }, font: { size: 12, strokeWidth: 3, align: "middle" } })));
const nodes = new vis.DataSet(DATA.nodes.map((node) => ({ ...node, ...(node.shape === "box" ? { color: { background: "#ffffff", border: node.color } } : {}), font: { size: 16, strokeWidth: 3 } })));
const network = new vis.Network(byId("network"), { nodes, edges }, { physics: false, layout: { improvedLayout: false },
  interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false } } });
function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
function show(chosen) {
  byId("told").replaceChildren(...chosen.flatMap((number) => {
    const edge = DATA.edges[number];
    return [element("h2", `${DATA.nodes[edge.from].label} · ${edge.label} · ${DATA.nodes[edge.to].label}`),
      ...DATA.sentences[number].flatMap(([sentence, source]) => [element("blockquote", sentence), element("p", source, "source")])];
  }));
}
network.on("click", (event) => show(event.nodes.length ? network.getConnectedEdges(event.nodes[0]) : event.edges));
network.once("afterDrawing", () => { network.fit({ animation: false }); document.documentElement.dataset.ready = "true"; });
})();
