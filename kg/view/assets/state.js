// What the page knows and what of it is to be seen. Strings of the data reach the document as text only.
const DATA = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const FACT = "fact", VALUE = "value", UNNAMED = "unnamed", START_LIMIT = 60;

const relations = DATA.edges.map((edge) => ({ id: edge.id, drawn: edge, ...DATA.relations[edge.id] }));
const entities = DATA.nodes.map((node) => ({ id: node.id, drawn: node, relations: [], ...DATA.entities[node.id] }));
for (const relation of relations) {
  relation.confidence = Math.max(...relation.claims.map((claim) => claim.confidence));
  entities[relation.from].relations.push(relation);
  if (relation.to !== relation.from) entities[relation.to].relations.push(relation);
}
const isValue = (entity) => entity.class === VALUE;
const named = entities.filter((entity) => !isValue(entity)); // all that is not a value
const other = (relation, entity) => entities[relation.from === entity.id ? relation.to : relation.from];
const propertyLabel = (relation) => DATA.properties[relation.property].label;

const anyKnown = Object.values(DATA.properties).some((property) => !property.open);
const filter = {
  classes: new Set(Object.keys(DATA.classes).filter((name) => name !== UNNAMED)),
  statuses: new Set(Object.keys(DATA.statuses)),
  // Open predicates are many and loose: they wait behind their boxes unless there is nothing else.
  properties: new Set(Object.keys(DATA.properties).filter((name) => !anyKnown || !DATA.properties[name].open)),
  confidence: 0,
  limit: Math.min(START_LIMIT, Math.max(1, named.length)),
};
// Drawn whatever the limit: entities asked for, with what they are joined to, and the ends of relations asked for.
const pinned = new Set(), ends = new Set();
let chosen = null; // {entity} or {relation}

function passes(relation) {
  return filter.statuses.has(relation.status) && filter.properties.has(relation.property)
    && relation.confidence >= filter.confidence
    && filter.classes.has(entities[relation.from].class) && filter.classes.has(entities[relation.to].class);
}

// The nodes and edges to draw: the entities with most claims among those that pass, what joins them, their values.
// What an entity is said to be to itself (another of its names) is for the panel.
function visible() {
  const passing = relations.filter((relation) => relation.from !== relation.to && passes(relation));
  const degree = new Map();
  for (const relation of passing)
    for (const end of [relation.from, relation.to]) degree.set(end, (degree.get(end) || 0) + 1);
  const ranked = named.filter((entity) => degree.has(entity.id))
    .sort((a, b) => degree.get(b.id) - degree.get(a.id) || a.id - b.id);
  const kept = new Set(ranked.slice(0, filter.limit).map((entity) => entity.id));
  for (const id of ends) kept.add(id);
  for (const id of pinned) {
    kept.add(id);
    for (const relation of entities[id].relations) if (passes(relation)) kept.add(other(relation, entities[id]).id);
  }
  const shown = passing.filter((relation) => [relation.from, relation.to]
    .every((end) => kept.has(end) || isValue(entities[end])) && (kept.has(relation.from) || kept.has(relation.to)));
  const nodes = new Set([...pinned, ...ends]);
  for (const relation of shown) nodes.add(relation.from).add(relation.to);
  return { nodes, edges: new Set(shown.map((relation) => relation.id)), candidates: ranked.length };
}
