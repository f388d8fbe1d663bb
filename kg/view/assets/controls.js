// Filters, search, keys and the address: what the reader does to the page.
// Keeps what is chosen in the drawing; an entity that was not drawn brings what it is joined to.
function take(choice) {
  chosen = choice;
  if (!choice) return;
  if (choice.relation) ends.add(choice.relation.from).add(choice.relation.to);
  else (visible().nodes.has(choice.entity.id) ? ends : pinned).add(choice.entity.id);
}

function choose(choice, move = true) {
  take(choice);
  const iri = !choice ? "" : choice.entity ? choice.entity.iri : choice.relation.claims[0].claim || "";
  history.replaceState(null, "", iri ? "#" + encodeURIComponent(iri) : location.pathname + location.search);
  showPanel();
  redraw();
  if (choice && move) showChosen();
}

function expand(entity) {
  pinned.add(entity.id);
  showPanel();
  redraw();
}

function fromAddress() {
  let iri = "";
  try { iri = decodeURIComponent(location.hash.slice(1)); } catch (error) { if (!(error instanceof URIError)) throw error; }
  const entity = iri && named.find((candidate) => candidate.iri === iri);
  const relation = iri && relations.find((candidate) => candidate.claims.some((claim) => claim.claim === iri));
  return entity ? { entity } : relation ? { relation } : null;
}

function checkbox(parent, set, name, style, text, count, help) {
  const label = make("label", "check"), box = make("input");
  box.type = "checkbox";
  box.checked = set.has(name);
  box.addEventListener("change", () => { if (box.checked) set.add(name); else set.delete(name); redraw(); });
  label.append(box, ...(style ? [style] : []), make("span", "text", text), make("span", "count", String(count)));
  if (help) label.title = help;
  parent.append(label);
  return box;
}

function stroke(status) {
  const line = make("span", "stroke " + (status.dashes.length ? "dashed" : "solid"));
  line.style.setProperty("--color", status.color);
  line.setAttribute("aria-hidden", "true");
  return line;
}

function tally(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
  return counts;
}

function buildFilters() {
  const perClass = tally(entities, "class"), perStatus = tally(relations, "status"), perProperty = tally(relations, "property");
  const most = (counts) => (a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1);
  for (const name of [...perClass.keys()].sort((a, b) => (a === VALUE) - (b === VALUE) || most(perClass)(a, b)))
    checkbox(byId("classes"), filter.classes, name, swatch(DATA.classes[name]), DATA.classes[name].label, perClass.get(name));
  for (const [name, status] of Object.entries(DATA.statuses)) if (perStatus.has(name))
    checkbox(byId("statuses"), filter.statuses, name, stroke(status), status.label, perStatus.get(name), status.help);
  const isOpen = (name) => DATA.properties[name].open;
  const names = [...perProperty.keys()].sort((a, b) => isOpen(a) - isOpen(b) || most(perProperty)(a, b));
  const boxes = names.map((name) => [name, checkbox(byId("properties"), filter.properties, name, null,
    DATA.properties[name].label + (isOpen(name) ? " (open)" : ""), perProperty.get(name))]);
  for (const button of document.querySelectorAll("#property-filter button")) button.addEventListener("click", () => {
    for (const [name, box] of boxes) {
      box.checked = button.dataset.all === "true";
      if (box.checked) filter.properties.add(name); else filter.properties.delete(name);
    }
    redraw();
  });
}

function buildSliders() {
  const limit = byId("limit"), confidence = byId("confidence");
  limit.max = String(Math.max(1, named.length));
  limit.value = String(filter.limit);
  limit.addEventListener("input", () => { byId("limit-out").textContent = limit.value; });
  limit.addEventListener("change", () => { filter.limit = Number(limit.value); redraw(); });
  byId("confidence-out").textContent = "0.00";
  confidence.addEventListener("input", () => { byId("confidence-out").textContent = Number(confidence.value).toFixed(2); });
  confidence.addEventListener("change", () => { filter.confidence = Number(confidence.value); redraw(); });
}

function find(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const names = (entity) => [entity.label, ...entity.aliases].map((name) => name.toLowerCase());
  const rank = (entity) => (names(entity).some((name) => name.startsWith(wanted)) ? 0 : 1);
  return named.filter((entity) => names(entity).some((name) => name.includes(wanted)))
    .sort((a, b) => rank(a) - rank(b) || a.id - b.id).slice(0, 12);
}

function buildSearch() {
  const input = byId("search"), list = byId("matches");
  let found = [], active = -1;
  const show = () => {
    list.replaceChildren(...found.map((entity, index) => {
      const item = make("li", index === active ? "active" : "");
      item.id = "match-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === active));
      item.append(swatch(DATA.classes[entity.class]), make("span", "", entity.label),
        make("span", "count", `${entity.claims}`));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(index); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) input.setAttribute("aria-activedescendant", "match-" + active);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { found = []; active = -1; show(); };
  const pick = (index) => {
    const entity = found[index];
    if (!entity) return;
    input.value = entity.label;
    close();
    choose({ entity });
  };
  input.addEventListener("input", () => { found = find(input.value); active = found.length ? 0 : -1; show(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { active = (active + step + found.length) % found.length; show(); event.preventDefault(); }
    else if (event.key === "Enter") pick(active);
    else if (event.key === "Escape") { input.value = ""; close(); }
  });
}

function buildKeys() {
  byId("fit").addEventListener("click", () => network.fit({ animation: false }));
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { byId("search").focus(); event.preventDefault(); }
    else if (event.key === "0") network.fit({ animation: false });
    else if (event.key === "Escape") choose(null);
  });
}

buildFilters();
buildSliders();
buildSearch();
take(fromAddress());
redraw();
startCanvas((choice) => choose(choice, false));
buildKeys();
showPanel();
window.addEventListener("hashchange", () => choose(fromAddress()));
