// Says a row of the table and marks its period in the chart.
{
  const all = what => [...document.querySelectorAll(what)];
  const [output, input] = all(".reader > :not(label)");
  const rows = all(".values tbody tr").reverse();

  const read = () => {
    const at = +input.value, { cells } = rows[at];
    input.ariaValueText = output.value = all("[data-say]")
      .map(head => head.dataset.say + cells[head.cellIndex].textContent.trim())
      .join("").replace(/,\D*–/, "");
    const spot = input.dataset.spots?.split(" ")[at] ?? (at + .5) / rows.length * 100;
    input.closest("figure").style.setProperty("--spot", spot + "%");
  };

  for (const plot of all(".plot")) {
    const svg = plot.parentNode;
    svg.onpointermove = svg.onpointerdown = event => {
      const { x, width } = plot.getBoundingClientRect();
      input.value = (event.clientX - x) / width * rows.length - .5;
      read();
    };
  }

  input.oninput = read;
  read();
  input.parentNode.hidden = false;
}
