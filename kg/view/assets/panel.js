// The side panel: an entity's claims, a claim's evidence. It lists everything the drawing shows, for any reader.
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function swatch(style) {
  const mark = make("span", "swatch shape-" + style.shape);
  mark.style.setProperty("--color", style.color);
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

function badge(status) {
  const mark = make("span", "badge", DATA.statuses[status].label);
  mark.style.setProperty("--color", DATA.statuses[status].color);
  mark.title = DATA.statuses[status].help;
  return mark;
}

function entityButton(entity) {
  const button = make("button", "entity");
  button.type = "button";
  button.append(swatch(DATA.classes[entity.class]), make("span", "", entity.label));
  button.addEventListener("click", () => choose(isValue(entity) ? { relation: entity.relations[0] } : { entity }));
  return button;
}

function relationButton(relation, from) {
  const button = make("button", "claim");
  button.type = "button";
  const outward = relation.from === from.id;
  const parts = [make("span", "arrow", "→"), make("span", "property", propertyLabel(relation)),
    make("span", "target", other(relation, from).label)];
  button.append(...(outward ? parts : [parts[2], parts[1], parts[0]])); // "→ owns Cainiao", "Eddie Wu leads →"
  if (relation.status !== FACT) button.append(badge(relation.status));
  const time = relation.claims.map((claim) => claim.time).find(Boolean);
  if (time) button.append(make("span", "time", time));
  button.addEventListener("click", () => choose({ relation }));
  return button;
}

function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return make("span", "", text);
  const anchor = make("a", "", text);
  anchor.href = address;
  anchor.rel = "noopener noreferrer";
  anchor.target = "_blank";
  return anchor;
}

// The sentence with subject, predicate and object marked. Spans are code points within it.
function marked(sentence, spans) {
  const characters = Array.from(sentence), roles = new Array(characters.length).fill("");
  for (const role of ["predicate", "object", "subject"]) {
    const [start, end] = (spans || {})[role] || [0, 0];
    roles.fill(role, Math.max(0, start), Math.max(0, end));
  }
  const quote = make("blockquote", "sentence");
  for (let start = 0; start < characters.length;) {
    let end = start + 1;
    while (end < characters.length && roles[end] === roles[start]) end += 1;
    const text = characters.slice(start, end).join("");
    quote.append(roles[start] ? make("mark", roles[start], text) : text);
    start = end;
  }
  return quote;
}

function evidenceOf(evidence) {
  const box = make("figure", "evidence");
  box.append(marked(evidence.sentence, evidence.spans));
  const source = make("figcaption");
  const title = evidence.title || "Untitled article";
  source.append(evidence.url ? link(evidence.url, title) : make("cite", "", title));
  const details = [evidence.publisher, evidence.date].filter(Boolean).join(", ");
  if (details) source.append(make("span", "", details));
  source.append(make("span", "offsets", `characters ${evidence.start}–${evidence.end}`));
  box.append(source);
  return box;
}

function row(list, name, ...values) {
  const cell = make("dd");
  cell.append(...values);
  list.append(make("dt", "", name), cell);
}

function claimCard(claim, number, count) {
  const card = make("section", "card");
  if (count > 1) card.append(make("h3", "", `Stated ${number} of ${count}`));
  for (const evidence of claim.evidence || []) card.append(evidenceOf(evidence));
  const list = make("dl");
  if (claim.attribution) row(list, "According to", claim.attribution);
  if (claim.time) row(list, "When", claim.time);
  for (const qualifier of claim.qualifiers || []) row(list, qualifier.name, qualifier.text);
  const meter = make("meter");
  Object.assign(meter, { min: 0, max: 1, value: claim.confidence });
  meter.setAttribute("aria-label", "confidence");
  row(list, "Confidence", meter, make("span", "number", claim.confidence.toFixed(2)));
  if (claim.claim) row(list, "Claim", make("code", "", claim.claim.slice(claim.claim.lastIndexOf("/") + 1)));
  card.append(list);
  return card;
}

function section(panel, title, children) {
  if (!children.length) return;
  panel.append(make("h2", "", title));
  const list = make("ul", "list");
  for (const child of children) {
    const item = make("li");
    item.append(child);
    list.append(item);
  }
  panel.append(list);
}

function entityPanel(panel, entity) {
  const style = DATA.classes[entity.class];
  const kind = make("p", "kind");
  kind.append(swatch(style), make("span", "", style.label));
  panel.append(kind, make("h1", "", entity.label));
  const aliases = entity.aliases.filter((alias) => alias !== entity.label);
  if (aliases.length) panel.append(make("p", "aliases", "also " + aliases.join(" · ")));
  for (const address of entity.sameAs) {
    const line = make("p", "same");
    line.append(link(address, address.replace(/^https?:\/\/(www\.)?/, "")));
    panel.append(line);
  }
  const now = visible().nodes;
  const hidden = new Set(entity.relations.filter(passes).map((r) => other(r, entity).id).filter((id) => !now.has(id)));
  if (hidden.size) {
    const button = make("button", "more", `Draw ${hidden.size} more neighbour${hidden.size > 1 ? "s" : ""}`);
    button.type = "button";
    button.addEventListener("click", () => expand(entity));
    panel.append(button);
  }
  const sorted = [...entity.relations].sort((a, b) => propertyLabel(a).localeCompare(propertyLabel(b), "en")
    || b.confidence - a.confidence || a.id - b.id);
  const known = (relation) => !DATA.properties[relation.property].open;
  const group = (test) => sorted.filter(test).map((relation) => relationButton(relation, entity));
  section(panel, "Facts", group((r) => r.status === FACT && known(r)));
  section(panel, "Planned, possible, denied, negated", group((r) => r.status !== FACT && known(r)));
  section(panel, "Other statements", group((r) => !known(r)));
}

function relationPanel(panel, relation) {
  const sentence = make("p", "statement");
  sentence.append(entityButton(entities[relation.from]), make("span", "property", propertyLabel(relation)),
    entityButton(entities[relation.to]));
  panel.append(badge(relation.status), sentence);
  relation.claims.forEach((claim, index) => panel.append(claimCard(claim, index + 1, relation.claims.length)));
}

function homePanel(panel) {
  panel.append(make("h1", "", "What the articles say"),
    make("p", "intro", "Choose an entity or an edge to read the sentences behind it. Solid edges are facts as their "
      + "articles assert them; dashed ones are planned, possible, denied or negated, and never count as facts."));
  section(panel, "Most is said of", named.filter((entity) => entity.class !== UNNAMED).slice(0, 12).map(entityButton));
  const unsure = relations.filter((r) => r.status !== FACT && !DATA.properties[r.property].open).slice(0, 40);
  section(panel, "Not facts", unsure.map((relation) => {
    const button = relationButton(relation, entities[relation.from]);
    button.prepend(make("span", "source", entities[relation.from].label));
    return button;
  }));
}

function showPanel() {
  const panel = byId("panel");
  if (panel.contains(document.activeElement)) panel.focus(); // what had the focus is about to go
  panel.replaceChildren();
  panel.scrollTop = 0;
  if (chosen) {
    const back = make("button", "back", "All entities");
    back.type = "button";
    back.addEventListener("click", () => choose(null));
    panel.append(back);
  }
  if (!chosen) homePanel(panel);
  else if (chosen.entity) entityPanel(panel, chosen.entity);
  else relationPanel(panel, chosen.relation);
}
