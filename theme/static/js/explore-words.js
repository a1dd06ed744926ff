// The words of the explore page: figures, targets and what stands where there is no figure, written
// as the rest of the site writes them.

export const listed = (all) =>
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
  return {
    number,
    // A row's value with as many decimals as tell it apart from its target; else why it has none.
    told: (row, line) => {
      if (!row) return "–";
      if (row.value == null) return row.absent ?? view.absent[row.obs_status];
      return value(row.value, row.decimals ?? view.decimals[`${line.id}\n${row.period}`]);
    },
    target: (row) =>
      [row?.target, row?.target_low, row?.target_high]
        .filter((aim) => aim != null)
        .map((aim) => targets.get(aim))
        .join(" to "),
    // What keeps a value from being final, if anything does.
    open: (row) => {
      if (row?.value == null) return "";
      if (row.open) return "the year so far";
      return ["provisional", "estimated"].includes(row.obs_status) ? view.absent[row.obs_status] : "";
    },
    title: (line) => line.title.replace(/^The whole$/, "the whole"),
  };
};
