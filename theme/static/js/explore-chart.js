// The chart of the explore page, as a Vega-Lite specification: the marks of the site's own charts.
// A missing value breaks its line and is never zero. Lines keep apart by dash and sign, not by
// colour alone. Time is in milliseconds, with labels from the build, so no time zone moves a point.

const DAY = 864e5;
const COLOURS = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6"];
const DASHES = [[], [8, 3], [2, 3], [10, 3, 2, 3], [5, 5]];
const SIGNS = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right"];
// How many periods lie between two labels, at best: those that fall on Januaries and round years.
const STEPS = { M: [1, 2, 3, 6, 12, 24, 60, 120], Q: [1, 2, 4, 8, 20, 40], A: [1, 2, 5, 10, 20, 50] };
const OTHER = [1, 2, 4, 7, 14, 28, 91, 182, 364, 728];

const begin = ([, start]) => Date.parse(start);
const end = ([, , last]) => Date.parse(last) + DAY;
export const middle = (period) => (begin(period) + end(period)) / 2;

const labelled = (periods, frequency, most) => {
  const rank = ([key], index) => {
    const year = +key.slice(0, 4);
    if (frequency === "M") return year * 12 + +key.slice(5) - 1;
    if (frequency === "Q") return year * 4 + +key.slice(6) - 1;
    return frequency === "A" ? year : index;
  };
  const ways = (STEPS[frequency] ?? OTHER).map((step) =>
    periods.filter((period, index) => rank(period, index) % step === 0));
  return ways.find((way) => way.length && way.length <= most) ?? periods.slice(0, 1);
};

export const chart = (view, words) => {
  const { unit, lines } = view;

  // The target as corners of a stepped rule; a corner without a figure parts two stretches.
  const corners = ({ mode, periods, shown }) => periods.flatMap((period) => {
    const row = shown.map((line) => mode.get(line, period[0])).find(words.target);
    const aim = { y: row?.target ?? null, low: row?.target_low, high: row?.target_high };
    return [begin(period), end(period)].map((x) => ({ x, ...aim, words: row && `Target ${words.target(row)}` }));
  });

  const points = ({ mode, periods, shown }) => shown.flatMap((line) => {
    const rows = periods.map(([key]) => mode.get(line, key));
    const every = Math.ceil(periods.length / 12);
    return rows.map((row, i) => {
      const alone = rows[i - 1]?.value == null && rows[i + 1]?.value == null;
      const marked = alone || periods.length < 25 || (shown.length > 1 && i % every === 0);
      const [left, right] = [begin(periods[i]), end(periods[i])];
      return {
        x: middle(periods[i]),
        y: row?.value ?? null,
        line: line.title,
        dot: row?.value == null ? "" : words.open(row) ? "open" : marked ? "dot" : "",
        left: left + (right - left) * 0.11,
        right: right - (right - left) * 0.11,
      };
    });
  });

  // `asked` is what is shown, `heading` the words that a picture away from its page needs.
  const spec = (asked, width, heading) => {
    const { by, periods, shown } = asked;
    const style = getComputedStyle(document.getElementById("explore"));
    const token = (name) => style.getPropertyValue(`--${name}`).trim();
    const [ink, muted, rule, paper, accent] = ["ink", "muted", "rule", "paper", "accent"].map(token);
    const several = shown.length > 1, bars = view.counts && !several;
    const longest = Math.min(30, Math.max(...shown.map((line) => line.title.length)));
    const columns = Math.max(1, Math.floor(width / (8 * longest + 36)));
    const room = several ? Math.ceil(shown.length / columns) * 18 : 0;
    // A line has the same colour, dash and sign whatever stands beside it.
    const own = (all) => ({
      field: "line",
      type: "nominal",
      scale: { domain: shown.map((line) => line.title), range: shown.map((line) => all[lines.indexOf(line) % all.length]) },
      legend: several ? { title: null, columns, labelLimit: 8 * longest } : null,
    });
    const colour = own(several ? COLOURS.map(token) : [accent]), shape = own(SIGNS);
    const named = (period) => period[3].replace(/ so far$/, "");
    const most = Math.floor(width / (8 * Math.max(...periods.map(named).map(({ length }) => length)) + 24));
    const labels = labelled(periods, by === "period" ? view.frequency : "A", Math.max(2, most));
    const x = {
      field: "x",
      type: "quantitative",
      scale: { domain: [begin(periods[0]), end(periods.at(-1))], nice: false, zero: false },
      axis: { title: null, grid: false, values: labels.map(middle), labelExpr: "names[datum.value]", labelFlush: true },
    };
    const y = {
      field: "y",
      type: "quantitative",
      scale: { zero: bars },
      axis: {
        title: null, tickCount: 5, domain: false, ticks: false,
        labelExpr: "replace(money + datum.label, money + '−', '−' + money) + percent",
      },
    };
    const aims = corners(asked), last = aims.filter((corner) => corner.words).slice(-1);
    const breaks = by === "period" ? periods.filter(([key]) => view.breaks.some(([at]) => at === key)) : [];
    const label = (facts) => ({
      data: { values: last },
      mark: { type: "text", align: "right", dy: -9, fontWeight: 700, color: ink, ...facts },
      encoding: { y: { ...y, field: last[0].y == null ? "high" : "y" }, text: { field: "words" } },
    });
    const values = points(asked);
    const signs = (dot, facts) => !bars && values.some((value) => value.dot === dot) && ({
      transform: [{ filter: `datum.dot === '${dot}'` }],
      mark: { type: "point", size: 45, strokeWidth: 2, opacity: 1, ...facts },
      encoding: { color: colour, shape },
    });
    const bar = {
      mark: { type: "bar", color: accent },
      encoding: {
        x: { ...x, field: "left" }, x2: { field: "right" }, y2: { datum: 0 },
        fillOpacity: { condition: { test: "datum.dot === 'open'", value: 0.3 }, value: 1 },
      },
    };
    const line = { mark: { type: "line", strokeWidth: 2.5 }, encoding: { color: colour, strokeDash: own(DASHES) } };
    const layers = [
      last[0]?.low != null && {
        data: { values: aims },
        mark: { type: "area", color: accent, opacity: 0.14 },
        encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      breaks.length > 0 && {
        data: { values: breaks.map((period) => ({ x: begin(period) })) },
        mark: { type: "rule", color: muted, strokeDash: [5, 3] },
        encoding: { y: null },
      },
      { transform: [{ filter: "datum.x === at" }], mark: { type: "rule", color: muted }, encoding: { y: null } },
      values.some((value) => value.y != null) && (bars ? bar : line),
      aims.some((corner) => corner.y != null) && {
        data: { values: aims },
        mark: { type: "line", color: ink, strokeWidth: 1.5 },
      },
      signs("dot", { filled: true }),
      signs("open", { fill: paper }),
      ...(last.length ? [label({ stroke: paper, strokeWidth: 4 }), label({})] : []),
    ];
    return {
      width,
      height: Math.round(Math.min(380, 200 + width / 5)) + room,
      background: paper,
      autosize: { type: "fit", contains: "padding" },
      ...(heading && { title: { text: view.title, subtitle: heading, anchor: "start", limit: width } }),
      params: [
        { name: "names", value: Object.fromEntries(labels.map((period) => [middle(period), named(period)])) },
        { name: "at", value: null },
        { name: "money", value: view.money ? unit.symbol : "" },
        { name: "percent", value: unit.symbol === "%" ? "%" : "" },
      ],
      data: { values },
      encoding: { x, y },
      layer: layers.filter(Boolean),
      config: {
        aria: false,
        font: "Arial, Helvetica, sans-serif",
        view: { stroke: null },
        mark: { invalid: "break-paths-show-path-domains" },
        text: { fontSize: 13 },
        title: { fontSize: 16, subtitleFontSize: 13, color: ink, subtitleColor: muted },
        axis: { labelFontSize: 13, labelColor: muted, gridColor: rule, domainColor: muted, tickColor: muted },
        legend: { orient: "top", labelFontSize: 13, labelColor: ink, symbolStrokeWidth: 2, symbolSize: 90 },
      },
    };
  };

  const parts = new Intl.NumberFormat(view.locale, { useGrouping: true }).formatToParts(12345.6);
  const sign = (type) => parts.find((part) => part.type === type)?.value ?? "";
  const options = {
    mode: "vega-lite",
    ast: true, // The page's policy lets nothing be evaluated: expressions are interpreted.
    renderer: "svg",
    defaultStyle: false,
    actions: false,
    tooltip: false,
    formatLocale: { decimal: sign("decimal"), thousands: sign("group"), grouping: [3], currency: ["", ""] },
  };
  return (where, asked, width, heading) => window.vegaEmbed(where, spec(asked, width, heading), options);
};
