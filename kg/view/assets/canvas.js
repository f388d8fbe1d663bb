// The drawing: vis-network over the visible part, laid out from a fixed seed, then held still.
const INK = "#1F2933", FADED = 0.1, SEED = 11;
const nodes = new vis.DataSet(), edges = new vis.DataSet();
let network = null;

function toNode(entity) {
  const base = { id: entity.id, label: entity.drawn.label, shape: entity.drawn.shape };
  if (isValue(entity)) return { ...base, mass: 0.6, margin: 5, borderWidth: 1, shapeProperties: { borderRadius: 3 },
    color: { background: "#FFFDF5", border: "#C9B98A" }, font: { size: 15, color: "#5C4A12", strokeWidth: 0 } };
  const major = Math.min(1, entity.claims / 14);
  return { ...base, size: entity.drawn.size, color: { background: entity.drawn.color, border: "#FFFFFF" },
    borderWidth: 1.5, mass: 0.8 + 1.6 * major + entity.drawn.label.length / 24,
    font: { size: 20 + 8 * major, color: INK, strokeWidth: 4, strokeColor: "#FBFCFD", vadjust: -2 } };
}

function toEdge(relation) {
  const color = DATA.statuses[relation.status].color, plain = relation.status === FACT;
  return { ...relation.drawn, color: { color, highlight: color, hover: color, opacity: plain ? 0.75 : 1 },
    font: { size: 13, color: plain ? "#52606D" : color, strokeWidth: 3, strokeColor: "#FBFCFD", align: "middle" },
    length: isValue(entities[relation.to]) || isValue(entities[relation.from]) ? 95 : undefined };
}

const OPTIONS = {
  autoResize: true,
  layout: { randomSeed: SEED, improvedLayout: false },
  nodes: { chosen: false },
  edges: { arrows: { to: { enabled: true, scaleFactor: 0.45 } }, selectionWidth: 1.5, hoverWidth: 1, chosen: false,
    arrowStrikethrough: false, scaling: { label: { drawThreshold: 6 } } },
  physics: {
    solver: "forceAtlas2Based",
    forceAtlas2Based: { gravitationalConstant: -74, centralGravity: 0.018, springLength: 90, springConstant: 0.06,
      damping: 0.55, avoidOverlap: 0.55 },
    maxVelocity: 60, minVelocity: 0.4, stabilization: { iterations: 600, updateInterval: 100, fit: false },
  },
  interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, hideEdgesOnDrag: true,
    tooltipDelay: 100000 },
};

function startCanvas(onChoose) {
  network = new vis.Network(byId("canvas"), { nodes, edges }, OPTIONS);
  network.on("stabilizationIterationsDone", () => { network.setOptions({ physics: false }); showChosen(); });
  network.on("click", (event) => {
    if (event.nodes.length) onChoose({ entity: entities[event.nodes[0]] });
    else if (event.edges.length) onChoose({ relation: relations[event.edges[0]] });
    else onChoose(null);
  });
  network.on("hoverNode", () => { byId("canvas").style.cursor = "pointer"; });
  network.on("hoverEdge", () => { byId("canvas").style.cursor = "pointer"; });
  network.on("blurNode", () => { byId("canvas").style.cursor = ""; });
  network.on("blurEdge", () => { byId("canvas").style.cursor = ""; });
}

// Draws what passes the filters now. Nodes that stay keep their place; the layout settles only where some came in.
function redraw() {
  const now = visible();
  const gone = (set, kept) => set.getIds().filter((id) => !kept.has(id));
  edges.remove(gone(edges, now.edges));
  nodes.remove(gone(nodes, now.nodes));
  const fresh = [...now.nodes].filter((id) => !nodes.get(id)).sort((a, b) => a - b);
  nodes.add(fresh.map((id) => toNode(entities[id])));
  edges.add([...now.edges].filter((id) => !edges.get(id)).sort((a, b) => a - b).map((id) => toEdge(relations[id])));
  const drawn = [...now.nodes].filter((id) => !isValue(entities[id])).length;
  byId("status").textContent = `${drawn} of ${named.filter((entity) => filter.classes.has(entity.class)).length} entities, ${now.edges.size} of ${relations.length} edges drawn`;
  byId("limit-out").textContent = String(filter.limit);
  if (network && fresh.length) {
    network.setOptions({ physics: OPTIONS.physics });
    network.stabilize(OPTIONS.physics.stabilization.iterations);
  } else fade();
}

// Fades what does not touch the chosen node or edge.
function fade() {
  const near = new Set(), joined = new Set();
  if (chosen && chosen.entity) {
    near.add(chosen.entity.id);
    for (const relation of chosen.entity.relations) {
      joined.add(relation.id);
      near.add(relation.from).add(relation.to);
    }
  } else if (chosen && chosen.relation) {
    joined.add(chosen.relation.id);
    near.add(chosen.relation.from).add(chosen.relation.to);
  }
  const strength = (inside) => (chosen && !inside ? FADED : 1);
  nodes.update(nodes.getIds().map((id) => {
    const alpha = strength(near.has(id)), node = toNode(entities[id]);
    if (alpha < 1) Object.assign(node.font, { color: "rgba(31,41,51,0.18)", strokeWidth: 0 });
    return { id, opacity: alpha, font: node.font };
  }));
  edges.update(edges.getIds().map((id) => {
    const inside = joined.has(id), edge = toEdge(relations[id]);
    if (chosen && !inside) Object.assign(edge.font, { color: "rgba(0,0,0,0)", strokeWidth: 0 });
    edge.color.opacity = chosen ? strength(inside) : edge.color.opacity;
    return { id, color: edge.color, font: edge.font };
  }));
}

// Marks what is chosen and brings it into view.
function showChosen() {
  fade();
  network.redraw(); // the boxes that are fitted are measured while drawing
  if (!chosen) { network.fit({ animation: false }); return; }
  const ids = chosen.entity ? network.getConnectedNodes(chosen.entity.id).concat([chosen.entity.id])
    : [chosen.relation.from, chosen.relation.to];
  const there = ids.filter((id) => nodes.get(id));
  if (there.length) network.fit({ nodes: there, maxZoomLevel: 1.1, animation: false });
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor });
}
