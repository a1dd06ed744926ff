// The search page's box. The index is loaded when a word is asked; where that fails the page says
// so; its lists stay.
const part = (id) => document.getElementById(id);
const [box, told, nothing, list, more] = ["find", "told", "nothing", "found", "more"].map(part);
const badges = part("badges").content;
const STEP = 10;
const IDLE = "Type a word to look for it on every page.";
let finder, hits = [], asked = "", turn = 0, timer;

const load = async () => {
  const pagefind = await import(new URL(list.dataset.finder, location));
  // A worker would load the program twice; a long page is as good as a short one.
  const ranking = { pageLength: 0.3, termFrequency: 0.5 };
  await pagefind.options({ noWorker: true, excerptLength: 24, ranking });
  return pagefind;
};

const make = (name, ...content) => {
  const element = document.createElement(name);
  element.append(...content);
  return element;
};

// Text of the page, < and > as entities, <mark> around what was found; never read as HTML.
const pieces = (html) =>
  html.split(/<mark>(.*?)<\/mark>/s).map((piece, place) => {
    const text = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return place % 2 ? make("mark", text) : text;
  });

const link = (words, address) => {
  const anchor = make("a", words);
  anchor.href = list.dataset.root + address;
  return anchor;
};

const row = ({ meta, raw_url: address, excerpt, sub_results: parts }) => {
  const about = make("p", meta.sort);
  const badge = badges.querySelector(`.badge.${meta.attainment}`);
  if (badge) about.append(" · ", badge.cloneNode(true));
  const item = make("li", make("h2", link(meta.title, address)), about);
  item.append(make("p", ...pieces(excerpt)));
  // A part whose heading was found, as in the glossary.
  const found = parts.find((p) => p.anchor && p.locations.includes(p.anchor.location))?.anchor;
  if (found) item.append(make("p", "Go to: ", link(found.text.trim(), `${address}#${found.id}`)));
  return item;
};

const clear = (words) => {
  hits = [];
  list.replaceChildren();
  list.hidden = more.hidden = nothing.hidden = true;
  told.textContent = words;
};

const fail = () => {
  finder = undefined;
  asked = "";
  clear("The search could not be loaded. Reload the page, or look in the lists below.");
};

// Shows the next results; returns the first of them, none where another word was asked since.
const show = async () => {
  const mine = turn, start = list.children.length;
  const next = await Promise.all(hits.slice(start, start + STEP).map((hit) => hit.data()));
  if (mine !== turn || start < list.children.length) return null;
  list.append(...next.map(row));
  list.hidden = !hits.length;
  more.hidden = list.children.length >= hits.length;
  return list.children[start];
};

const search = async (query, mine) => {
  if (!finder) told.textContent = "Loading the search …";
  const { results } = await (await (finder ??= load())).search(query);
  if (mine !== turn) return;
  clear("");
  hits = results;
  await show();
  if (mine !== turn) return;
  nothing.hidden = hits.length > 0;
  const count = hits.length === 1 ? "1 result" : `${hits.length || "No"} results`;
  told.textContent = `${count} for “${query}”.`;
};

const ask = () => {
  clearTimeout(timer);
  const query = box.value.trim();
  if (query === asked) return;
  asked = query;
  const mine = ++turn;
  history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  if (query) search(query, mine).catch(() => mine === turn && fail());
  else clear(IDLE);
};

const reveal = async () => {
  const first = await show();
  if (!first) return;
  told.textContent = `${list.children.length} of ${hits.length} results are shown.`;
  first.querySelector("a").focus();
};

more.addEventListener("click", () => reveal().catch(fail));
box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 200);
});
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
clear(IDLE);
box.value = new URLSearchParams(location.search).get("q") ?? "";
ask();
