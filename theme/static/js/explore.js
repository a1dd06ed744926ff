// The explore page of a metric: what the form chooses is drawn, told, listed, linked and downloaded.
// Every figure is one that the build published: nothing is added up or averaged here.
(async () => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const json = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };
  const { view: about, rows } = $("explore").dataset;
  // Where any of these cannot be had, the page stays as it is without a script.
  const had = await Promise.all([
    json(about), json(rows), import("./explore-words.js"), import("./explore-chart.js"),
  ]).catch(() => null);
  if (!had || !window.vegaEmbed) return;
  const [view, { data }, { words, capital }, { chart, middle }] = had;
  const { lines } = view;
  const { told, target, open, title, sentence, keys } = words(view);
  const embed = chart(view, { target, open });

  // Rows, by the line they are of and their period
  const names = Object.keys(lines[0].cells);
  const place = (cells) => names.map((name) => cells[name]).join("\n");
  const modes = {
    period: { nouns: view.nouns, periods: view.periods, rows: [...data, ...view.more] },
    ...(view.years && { "fiscal-year": view.years }),
  };
  for (const mode of Object.values(modes)) {
    const found = new Map(mode.rows.map((row) => [`${place(row)}\n${row.period}`, row]));
    mode.keys = mode.periods.map(([key]) => key);
    mode.get = (line, key) => found.get(`${place(line.cells)}\n${key}`);
  }

  // The form
  const make = (tag, facts, ...children) => {
    const made = Object.assign(document.createElement(tag), facts);
    made.append(...children);
    return made;
  };
  Object.entries(view.dimensions).forEach(([dimension, legend], place) => {
    const own = lines.filter((line) => line.dimension === dimension || (!line.dimension && !place));
    const box = ({ id, title }) => make("label", { className: "choice" },
      make("input", { type: "checkbox", name: "line", value: id }), ` ${title}`);
    $("lines").append(make("fieldset", {}, make("legend", {}, legend), ...own.map(box)));
  });
  const boxes = [...document.querySelectorAll("[name=line]")];
  const radios = [...document.querySelectorAll("[name=by]")];
  const way = () => radios.find((radio) => radio.checked)?.value ?? "period";
  const fill = (by, ...ends) => ["from", "to"].forEach((id, i) => {
    $(id).replaceChildren(...modes[by].periods.map(([value, , , label]) => make("option", { value }, label)));
    $(id).value = ends[i];
  });
  const chosen = () => {
    const by = way(), mode = modes[by];
    const [first, last] = ["from", "to"].map((id) => mode.keys.indexOf($(id).value));
    const ids = boxes.length ? boxes.filter((box) => box.checked).map((box) => box.value) : view.chosen;
    const shown = lines.filter((line) => ids.includes(line.id));
    return { by, mode, first, last, periods: mode.periods.slice(first, last + 1), shown };
  };

  // The view in the address; what is as it is without being asked for is left out
  const read = () => {
    const asked = new URLSearchParams(location.search), lost = [];
    const by = asked.get("by") ?? "period", mode = Object.hasOwn(modes, by) ? by : "period";
    if (mode !== by) lost.push(`by “${by}”`);
    const { keys } = modes[mode];
    const key = (name, otherwise) => {
      const given = asked.get(name) ?? otherwise;
      if (keys.includes(given)) return given;
      lost.push(`${name} “${given}”`);
      return otherwise;
    };
    let from = key("from", keys[0]), to = key("to", keys.at(-1));
    if (keys.indexOf(from) > keys.indexOf(to)) {
      lost.push(`from “${from}” to “${to}”, which is earlier`);
      [from, to] = [keys[0], keys.at(-1)];
    }
    const given = asked.get("members")?.split(",").map((id) => id.replace(/%2[5C]/g, decodeURIComponent)) ?? [];
    const known = given.filter((id) => lines.some((line) => line.id === id) || !lost.push(`members “${id}”`));
    for (const box of boxes) box.checked = (known.length ? known : view.chosen).includes(box.value);
    for (const radio of radios) radio.checked = radio.value === mode;
    fill(mode, from, to);
    $("ignored").hidden = !lost.length;
    $("ignored").textContent = `The link asks for what is not here, which is left out: ${lost.join("; ")}.`;
  };
  const link = ({ by, mode, first, last, shown }) => {
    const query = new URLSearchParams(), ids = shown.map((line) => line.id);
    if (first > 0) query.set("from", mode.keys[first]);
    if (last < mode.keys.length - 1) query.set("to", mode.keys[last]);
    if (ids.join("\n") !== view.chosen.join("\n"))
      query.set("members", ids.map((id) => id.replace(/[%,]/g, encodeURIComponent)).join(","));
    if (by !== "period") query.set("by", by);
    // A comma between members may stand as it is; one inside a name is escaped twice.
    const asked = query.toString().replaceAll("%2C", ",");
    return location.origin + location.pathname + (asked && `?${asked}`);
  };

  // What is shown: the chart with a reader of its values, the sentence, the table
  let now, drawn, drawing = Promise.resolve();
  const point = (index) => {
    const { mode, periods, shown } = now, period = periods[index];
    const found = shown.map((line) => [line, mode.get(line, period[0])]);
    const parts = found.map(([line, row]) => {
      const late = row?.open ? "" : open(row);
      return (shown.length > 1 ? `${title(line)} ` : "") + told(row, line) + (late && ` (${late})`);
    });
    const aims = [...new Set(found.map(([, row]) => target(row)).filter(Boolean))];
    if (aims.length) parts.push(`target ${aims.join(" or ")}`);
    $("at").value = index;
    $("reading").textContent = `${capital(period[4])}: ${parts.join("; ")}.`;
    $("at").setAttribute("aria-valuetext", $("reading").textContent);
    drawn?.view.signal("at", middle(period)).run();
  };
  // One drawing after the other, so that the last one asked for stands.
  const draw = (at) => (drawing = drawing.then(async () => {
    if (!now.shown.length) return;
    drawn?.finalize();
    drawn = await embed($("chart"), now, Math.max(240, $("frame").clientWidth));
    // Its frame has the name; the marks inside would be read out one by one, without any.
    $("chart").querySelector("svg").setAttribute("aria-hidden", "true");
    point(Math.min(at, now.periods.length - 1));
  }));
  const table = ({ mode, periods, shown }) => {
    const several = shown.length > 1;
    const aimed = shown.find((line) => periods.some(([key]) => target(mode.get(line, key))));
    const note = (key) => {
      const said = shown.map((line) => [line, mode.get(line, key)?.note]).filter(([, text]) => text);
      const alike = new Set(said.map(([, text]) => text)).size === 1;
      return said.map(([line, text]) => several && !alike ? `${line.title}: ${text}` : text).slice(0, alike ? 1 : undefined).join(" ");
    };
    const noted = periods.some(([key]) => note(key));
    const head = (text, className = "number") => make("th", { scope: "col", className }, text);
    const cell = (text, className = "number") => make("td", { className }, text);
    const value = view.unit.symbol ? "Value" : `Value (${view.unit.name})`;
    const top = [head("Period", ""), ...shown.map((line) => head(several ? line.title : value))];
    if (aimed) top.push(head("Target"));
    if (noted) top.push(head("Note", ""));
    const rows = periods.map(([key, , , label]) => make("tr", {}, make("th", { scope: "row" }, label),
      ...shown.map((line) => cell(told(mode.get(line, key), line))),
      ...(aimed ? [cell(target(mode.get(aimed, key)) || "–")] : []),
      ...(noted ? [cell(note(key), "")] : [])));
    const region = make("div", { className: "scroll keep", tabIndex: 0 }, make("table", {},
      make("caption", { id: "rows" }, `${view.title}: what is shown`),
      make("thead", {}, make("tr", {}, ...top)), make("tbody", {}, ...rows.reverse())));
    region.setAttribute("role", "region");
    region.setAttribute("aria-labelledby", "rows");
    $("plain").replaceChildren(region);
  };
  const show = () => {
    now = chosen();
    const none = !now.shown.length;
    $("said").textContent = sentence(now);
    for (const part of document.querySelectorAll("#frame, #keys, #value, #take, #plain")) part.hidden = none;
    $("link").value = link(now);
    history.replaceState(null, "", $("link").value);
    $("done").textContent = "";
    if (none) return undefined;
    $("keys").textContent = keys(now);
    $("at").max = now.periods.length - 1;
    table(now);
    return draw(now.periods.length - 1);
  };

  // Downloads
  const quoted = (cell) => /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const csv = ({ mode, periods, shown }) => {
    const found = periods.flatMap(([key]) => shown.map((line) => mode.get(line, key)).filter(Boolean));
    const cells = found.map((row) => view.columns.map((name) => String(row[name] ?? "")));
    return [view.columns, ...cells].map((row) => `${row.map(quoted).join()}\n`).join("");
  };
  const save = (blob, ending) => {
    const { mode, first, last } = now;
    const href = URL.createObjectURL(blob);
    make("a", { href, download: `${view.metric}-${mode.keys[first]}-${mode.keys[last]}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1e4);
  };
  const picture = async () => (await embed(make("div"), now, 800, $("said").textContent)).view;
  $("csv").onclick = () => save(new Blob([csv(now)], { type: "text/csv;charset=utf-8" }), "csv");
  $("svg").onclick = async () => save(new Blob([await (await picture()).toSVG()], { type: "image/svg+xml" }), "svg");
  $("png").onclick = async () => (await (await picture()).toCanvas(2)).toBlob((blob) => save(blob, "png"));
  $("copy").onclick = async () => {
    const copied = await navigator.clipboard?.writeText($("link").value).then(() => true, () => false);
    if (!copied) $("link").select();
    $("done").textContent = copied ? "The link is copied." : "The link is selected: copy it with your keyboard or menu.";
  };

  // What a reader does
  $("choices").onsubmit = (event) => event.preventDefault();
  $("choices").onchange = ({ target: { id, name } }) => {
    if (name === "by") {
      // The same stretch of time, in the other periods
      const by = way(), { periods } = modes[by], start = now.periods[0][1], end = now.periods.at(-1)[2];
      const within = periods.filter((period) => period[2] >= start && period[1] <= end);
      fill(by, (within[0] ?? periods[0])[0], (within.at(-1) ?? periods.at(-1))[0]);
    }
    if (chosen().first > chosen().last) $(id === "from" ? "to" : "from").value = $(id).value;
    $("ignored").hidden = true;
    show();
  };
  $("at").oninput = () => point(+$("at").value);
  $("chart").onpointermove = ({ clientX }) => {
    if (!drawn) return;
    const left = $("chart").querySelector("svg").getBoundingClientRect().left + drawn.view.origin()[0];
    const at = drawn.view.scale("x").invert(clientX - left);
    const far = now.periods.map((period) => Math.abs(middle(period) - at));
    point(far.indexOf(Math.min(...far)));
  };
  const again = () => draw(+$("at").value);
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).onchange = again;
  $("without").hidden = true;
  $("explore").hidden = false;
  read();
  await show();
  let wide = $("frame").clientWidth, waiting;
  new ResizeObserver(() => {
    if ($("frame").clientWidth === wide || !$("frame").clientWidth) return;
    wide = $("frame").clientWidth;
    clearTimeout(waiting);
    waiting = setTimeout(again, 150);
  }).observe($("frame"));
})();
