// The words of the explore page: figures, targets and what stands where there is no figure, written
// as the rest of the site writes them.

const listed = (all) =>
  all.length < 2 ? all.join() : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;

export const capital = (text) => text[0].toUpperCase() + text.slice(1);

// `view` is what the build says of the metric: its explore.json.
export const words = (view) => {
  const { unit } = view;
  const formats = {};
  const format = (decimals) => (formats[decimals] ??= new Intl.NumberFormat(`${view.locale}-u-nu-latn`, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: true,
  }));
  const targets = new Map(view.targets);

  // As text a number is rounded in decimal, as a pencil does it: 0.15 is 0.2 and never 0.1.
  const number = (value, decimals = 0) => {
    const shown = format(decimals).format(String(value)).replace("-", "−");
    return /[1-9]/.test(shown) ? shown : shown.replace("−", "");
  };
  const value = (figure, decimals = unit.decimals) => {
    const shown = number(figure, decimals);
    if (view.money) return shown.replace(/^−?/, (sign) => sign + unit.symbol);
    return unit.symbol === "%" ? `${shown}%` : `${shown} ${unit.symbol}`.trim();
  };
  // A row's value with as many decimals as tell it apart from its target; else why it has none.
  const told = (row, line) => {
    if (!row) return "–";
    if (row.value == null) return row.absent ?? view.absent[row.obs_status];
    return value(row.value, row.decimals ?? view.decimals[`${line.id}\n${row.period}`]);
  };
  const target = (row) =>
    [row?.target, row?.target_low, row?.target_high]
      .filter((aim) => aim != null)
      .map((aim) => targets.get(aim))
      .join(" to ");
  // What keeps a value from being final, if anything does.
  const open = (row) => {
    if (row?.value == null) return "";
    if (row.open) return "the year so far";
    return ["provisional", "estimated"].includes(row.obs_status) ? view.absent[row.obs_status] : "";
  };
  const title = (line) => line.title.replace(/^The whole$/, "the whole");
  const sentence = ({ mode, periods, shown }) => {
    if (!shown.length) return "Nothing is chosen: choose at least one line.";
    const first = periods[0][4], last = periods.at(-1)[4], one = periods.length === 1;
    const few = shown.length > 4 ? [...shown.slice(0, 3).map(title), `${shown.length - 3} more`] : shown.map(title);
    const of = view.lines.length > 1 ? `, of ${listed(few)}` : "";
    return `Showing ${number(periods.length)} ${mode.nouns[one ? 0 : 1]}, ${one ? first : `${first} to ${last}`}${of}.`;
  };
  // What the marks of the chart mean that are not there in every chart.
  const keys = ({ by, mode, periods, shown }) => {
    const rows = shown.flatMap((line) => periods.map(([key]) => mode.get(line, key)));
    const late = [...new Set(rows.map(open).filter(Boolean))];
    const said = late.length ? [`${view.counts && shown.length === 1 ? "Pale" : "Hollow"}: ${late.join(" or ")}.`] : [];
    if (rows.some((row) => row?.value == null)) said.push("A gap is no value, which is not zero.");
    for (const [at, note] of by === "period" ? view.breaks : []) {
      const period = periods.find(([key]) => key === at);
      if (period) said.push(`Dashed: values before and from ${period[4]} cannot be compared. ${note}`);
    }
    return said.join(" ");
  };
  return { told, target, open, title, sentence, keys };
};
