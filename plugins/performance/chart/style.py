"""The style of a chart that stands alone in a file, outside of the site's pages."""

from __future__ import annotations

import re

from lxml import etree

from performance.chart.svg import NAMESPACE

# The same rules as theme/static/css/chart.css (a test compares them), where the site's own tokens
# stand in place of these.
LIGHT = {
    "--ink": "#1a1a1a",
    "--muted": "#595959",
    "--rule": "#d5d5d5",
    "--paper": "#ffffff",
    "--accent": "#00558c",
}
DARK = {
    "--ink": "#f2f2f2",
    "--muted": "#b8b8b8",
    "--rule": "#4a4a4a",
    "--paper": "#161616",
    "--accent": "#7cc0ff",
}
RULES = """
.chart {
  fill: none;
  font-size: 13px;
  font-family: Arial, Helvetica, "Liberation Sans", Roboto, sans-serif;
}
.chart text {
  paint-order: stroke;
  stroke: var(--paper);
  stroke-width: 3px;
  stroke-linejoin: round;
}
.chart .c-text text { fill: var(--muted); }
.chart .c-strong text { fill: var(--ink); }
.chart .c-name text { fill: var(--ink); font-weight: 700; }
.c-grid { stroke: var(--rule); }
.c-zero { stroke: var(--muted); }
.c-volume { fill: var(--accent); fill-opacity: 0.3; }
.c-band { fill: var(--accent); fill-opacity: 0.14; }
.c-bar { fill: var(--accent); stroke: var(--accent); }
.c-line {
  fill: none;
  stroke: var(--accent);
  stroke-width: 2.5px;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.chart-panels .c-line { stroke-width: 1.75px; }
.chart-dense .c-line { stroke-width: 1.25px; }
.chart-dense .c-bar { stroke: none; }
.c-halo { stroke: var(--paper); stroke-width: 4px; }
.c-target { stroke: var(--ink); stroke-width: 1.5px; }
.c-benchmark { stroke: var(--muted); stroke-dasharray: 2 3; }
.c-break { stroke: var(--muted); stroke-dasharray: 5 3; }
.c-dot { fill: var(--accent); stroke: var(--accent); stroke-width: 2px; }
.c-open { fill: var(--paper); }
"""


def standalone(svg: str) -> bytes:
    """Return a chart as the bytes of an SVG file: the same drawing with its style and its paper."""
    root = etree.fromstring(svg.encode())
    # Nothing is marked in a file, and a program without style sheets would fill the plot.
    for plot in root.findall(f"{{{NAMESPACE}}}rect[@class='plot']"):
        root.remove(plot)
    style = etree.Element(f"{{{NAMESPACE}}}style")
    style.text = _style()
    paper = etree.Element(f"{{{NAMESPACE}}}rect", width="100%", height="100%")
    paper.set("class", "c-paper")
    # The title and the description stay first, where every reader of SVG looks for them.
    root.insert(2, style)
    root.insert(3, paper)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def printed(svg: str, font: str) -> str:
    """Return a chart as an SVG file for paper: light, in the given font, nothing to be looked up.

    The program that lays out paper knows no variables and no media in SVG, and would paint the
    outline of letters over them.
    """
    root = etree.fromstring(svg.encode())
    style = etree.Element(f"{{{NAMESPACE}}}style")
    rules = re.sub(r"\.chart text \{.*?\}\n", "", RULES, count=1, flags=re.DOTALL)
    # No outline keeps words legible on a dark bar either: bars are light, with a dark edge.
    rules = rules.replace(".c-bar { fill: var(--accent);", ".c-bar { fill: #a6c4d6;")
    rules = re.sub(r"font-family: [^;]*;", f'font-family: "{font}";', rules)
    style.text = re.sub(r"var\((--[a-z]+)\)", lambda token: LIGHT[token[1]], rules)
    root.insert(2, style)
    return str(etree.tostring(root, encoding="unicode"))


def _style() -> str:
    dark = f"@media (prefers-color-scheme: dark) {{ .chart {{ {_tokens(DARK)} }} }}"
    return f".chart {{ {_tokens(LIGHT)} }} {dark} .c-paper {{ fill: var(--paper); }}{RULES}"


def _tokens(tokens: dict[str, str]) -> str:
    return " ".join(f"{name}: {value};" for name, value in tokens.items())
