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

# Contrast after WCAG 2.2, of colours as a browser computes them.
_SEEN = """
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const clear = colour => colour === 'none' || numbers(colour)[3] === 0;
  const light = colour => numbers(colour).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, two) => {
    const [a, b] = [light(one), light(two)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const ground = e => {
    const colour = getComputedStyle(e).backgroundColor;
    return clear(colour) && e.parentElement ? ground(e.parentElement) : colour;
  };
  const shown = e => e.getClientRects().length && e.getBoundingClientRect().width;
"""
_ICONS = """
  [...document.querySelectorAll('svg.icon, svg.mark')].filter(shown)
    .filter(e => contrast(getComputedStyle(e).color, ground(e)) < 3)
    .map(e => `${e.querySelector('use').getAttribute('href')} in ${e.parentElement.textContent}`)
"""
# What carries a value or an aim; grids, bands and volumes behind are no more than a help.
_MARKS = """
  [...document.querySelectorAll(
      'svg.chart :is(.c-line, .c-bar, .c-target, .c-dot, .c-break)')].filter(shown).filter(e => {
    const { fill, stroke } = getComputedStyle(e), paper = ground(e.closest('svg').parentElement);
    return ![fill, stroke].some(c => !clear(c) && contrast(c, paper) >= 3);
  }).map(e => `${e.getAttribute('class')} in ${e.closest('svg').getAttribute('class')}`)
"""
_CUT = """() => {
  const wide = document.documentElement.clientWidth;
  const name = e => `<${e.tagName.toLowerCase()} class="${e.getAttribute('class') ?? ''}"> ` +
    e.textContent.trim().slice(0, 40);
  const all = [...document.querySelectorAll('main *')].filter(e =>
    !e.closest('svg, .hidden') && e.getClientRects().length);
  const over = all.filter(e => e.getBoundingClientRect().right > wide + 1);
  const last = over.filter(e => !over.some(o => o !== e && e.contains(o)));
  const clipped = all.filter(e => getComputedStyle(e).overflowX !== 'visible' &&
    e.scrollWidth > e.clientWidth + 1);
  const folded = [...document.querySelectorAll('details > :not(summary)')].filter(e =>
    !e.checkVisibility());
  return [...last.slice(0, 3).map(e => `runs over the edge: ${name(e)}`),
    ...clipped.map(e => `clipped: ${name(e)}`), ...folded.map(e => `folded: ${name(e)}`)];
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


def unseen_icons(page: Page) -> list[str]:
    """Return the icons shown whose shape or sign does not part from its ground by 3 to 1."""
    found: list[str] = page.evaluate(f"() => {{ {_SEEN} return ({_ICONS}); }}")
    return found


def unseen_marks(page: Page) -> list[str]:
    """Return the marks of charts shown that do not part from the page by 3 to 1."""
    found: list[str] = page.evaluate(f"() => {{ {_SEEN} return ({_MARKS}); }}")
    return found


def cut_off(page: Page) -> list[str]:
    """Return what paper would cut off or leave folded."""
    found: list[str] = page.evaluate(_CUT)
    return found
