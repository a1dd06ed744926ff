"""Questions to a page that is open in a browser; each answer is a list of faults, best empty."""

from typing import Any

from playwright.sync_api import Page

# What WCAG 1.4.12 lets a reader override.
SPACING = """
* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }
p { margin-bottom: 2em !important }
"""

# Adopted sheets pass the page's policy, which refuses style elements.
_ADOPT = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet]; }"""

_WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - wide;
  if (over <= 0) return [];
  // What scrolls within itself may be wider; what is positioned away takes no room.
  const inside = e => e.closest('.scroll, pre, .hidden, .skip');
  const all = [...document.body.querySelectorAll('*')].filter(e =>
    !inside(e) && e.getBoundingClientRect().right > wide + 0.5);
  const last = all.filter(e => !all.some(o => o !== e && e.contains(o)));
  return [`${over} px too wide: ` + last.slice(0, 3).map(e =>
    `<${e.tagName.toLowerCase()} class="${e.getAttribute('class') ?? ''}"> ` +
    e.textContent.trim().slice(0, 40)).join(' | ')];
}"""

# Of every picture that is shown: how large its words are drawn, which run into one another, and
# which leave the picture or the screen. Measured without the outline around letters.
_CHARTS = """([least, spread]) => {
  const faults = [];
  for (const svg of document.querySelectorAll('svg.chart')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const words = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
      const box = t.getBBox(), at = t.getScreenCTM();
      const place = (x, y) => new DOMPoint(x, y).matrixTransform(at);
      const one = place(box.x, box.y), two = place(box.x + box.width, box.y + box.height);
      return { text: t.textContent, left: one.x, top: one.y, right: two.x, bottom: two.y,
               size: parseFloat(getComputedStyle(t).fontSize) * at.d };
    });
    const name = svg.querySelector('title').textContent.slice(0, 40);
    for (const [place, a] of words.entries()) {
      if (a.size < least) faults.push(`${name}: ${a.size.toFixed(2)} px: ${a.text}`);
      if (a.left < frame.left - 1 || a.right > frame.right + 1 ||
          a.top < frame.top - 2 || a.bottom > frame.bottom + 2)
        faults.push(`${name}: cut off: ${a.text}`);
      if (a.right > innerWidth || a.left < 0) faults.push(`${name}: off the screen: ${a.text}`);
      for (const b of words.slice(place + 1))
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > spread)
          faults.push(`${name}: run together: ${a.text} | ${b.text}`);
    }
  }
  return faults;
}"""


def space_text(page: Page) -> None:
    """Spread letters, words and lines as far as WCAG 1.4.12 lets a reader."""
    page.evaluate(_ADOPT, SPACING)


def too_wide(page: Page) -> list[str]:
    """Return what makes a page wider than its window, outside of regions that scroll."""
    found: list[str] = page.evaluate(_WIDER)
    return found


def faults_of_charts(page: Page, least: float = 12.0) -> list[str]:
    """Return what is wrong with the words of the pictures shown.

    They are drawn at `least` pixels or more, stay in their picture and off each other. Boxes of
    lines one above the other may touch by 3 px: letters do not fill them.
    """
    asked: list[Any] = [least - 0.01, 3]
    found: list[str] = page.evaluate(_CHARTS, asked)
    return found


def listen(page: Page, origin: str) -> list[str]:
    """Return a list that grows by every error of a page and every request that leaves `origin`."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((origin, "data:"))
            else said.append(f"asks {request.url}")
        ),
    )
    return said
