// The box of the search page. Nothing of the index is loaded before the reader asks for a word;
// where it cannot be loaded the page says so, and its lists of names stay.
{
  const part = (id) => document.getElementById(id);
  const [box, told, nothing, list, more] = ["find", "told", "nothing", "found", "more"].map(part);
  const badges = part("badges").content;
  const STEP = 10;
  const PAUSE = 200; // Milliseconds without a key before what was typed is asked.
  let finder, hits = [], asked = "", turn = 0, timer;

  const load = async () => {
    const pagefind = await import(new URL(list.dataset.finder, location));
    // A worker would load the same program a second time, for searches of a few milliseconds.
    await pagefind.options({ noWorker: true, excerptLength: 24 });
    return pagefind;
  };

  const make = (name, ...content) => {
    const element = document.createElement(name);
    element.append(...content);
    return element;
  };

  // An excerpt is text of the page with < and > written as entities, and <mark> around what was
  // found. It is never read as HTML: each piece becomes text.
  const excerpt = (html) =>
    html.split(/<mark>(.*?)<\/mark>/s).map((piece, place) => {
      const text = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      return place % 2 ? make("mark", text) : text;
    });

  const link = (words, address) => {
    const anchor = make("a", words);
    anchor.href = list.dataset.root + address;
    return anchor;
  };

  const row = (hit) => {
    const about = make("p", hit.meta.sort);
    const badge = badges.querySelector(`.badge.${hit.meta.attainment}`);
    if (badge) about.append(" · ", badge.cloneNode(true));
    const item = make("li", make("h2", link(hit.meta.title, hit.raw_url)), about);
    item.append(make("p", ...excerpt(hit.excerpt)));
    // The first part of the page whose own heading was found, as a word of the glossary is.
    const section = hit.sub_results.find(
      ({ anchor, locations }) => anchor && locations.includes(anchor.location),
    );
    if (section) {
      const { text, id } = section.anchor;
      item.append(make("p", "Go to: ", link(text.trim(), `${hit.raw_url}#${id}`)));
    }
    return item;
  };

  const show = async () => {
    const mine = turn;
    const start = list.children.length;
    const next = await Promise.all(hits.slice(start, start + STEP).map((hit) => hit.data()));
    if (mine !== turn || start !== list.children.length) return false;
    list.append(...next.map(row));
    list.hidden = !hits.length;
    more.hidden = list.children.length >= hits.length;
    return true;
  };

  const clear = (words) => {
    hits = [];
    list.replaceChildren();
    list.hidden = more.hidden = nothing.hidden = true;
    told.textContent = words;
  };

  const ready = () => clear("Type a word: it is looked for on every page of this site.");

  const ask = async () => {
    clearTimeout(timer);
    const query = box.value.trim();
    if (query === asked) return;
    asked = query;
    const mine = ++turn;
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    if (!query) return ready();
    try {
      if (!finder) told.textContent = "Loading the search …";
      const { results } = await (await (finder ??= load())).search(query);
      if (mine !== turn) return;
      clear("");
      hits = results;
      await show();
      if (mine !== turn) return;
      const count = hits.length;
      nothing.hidden = count > 0;
      told.textContent = `${count || "No"} result${count === 1 ? "" : "s"} for “${query}”.`;
    } catch {
      if (mine !== turn) return;
      finder = undefined;
      asked = "";
      clear("The search could not be loaded. Try again, or look in the lists below.");
    }
  };

  more.addEventListener("click", async () => {
    const start = list.children.length;
    if (!(await show())) return;
    told.textContent = `${list.children.length} of ${hits.length} results are shown.`;
    list.children[start].querySelector("a").focus();
  });
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  ready();
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  ask();
}
