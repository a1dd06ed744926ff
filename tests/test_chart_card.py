"""The social card: its bytes, its words, and that its line tells no more than the values."""

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import asdict, replace
from PIL import Image

import stress
from chart_records import CALLS, months, record, rising, series
from performance import build, chart, city
from performance.chart.card import INKS, SIGNS, Card, png
from performance.chart.lettering import BOLD, font, legible, wrapped
from performance.chart.outline import Outline, outline
from performance.chart.points import points
from performance.chart.subject import Subject
from performance.memory import Store
from performance.memory.memory import Memory
from performance.model import Aggregation, Attainment, Record, SocialCard
from performance.pages import share
from performance.pages.parts import BADGES
from performance.pages.share import HEIGHT, WIDTH
from performance.progress import steps
from performance.text import Wording
from test_theme import LIGHT

HEAVIEST = 30_000
WORDS = SocialCard(
    title="Requests completed on time",
    attainment="met",
    verdict="Met target",
    value="91.2%",
    unit="",
    period="September 2026",
    target="Target: at least 90%",
    site="Focus on Results",
    city="Port Alder",
    as_of="November 20, 2026",
)
# The part of the picture where the series is drawn under a title of one line.
COURSE = (560, 160, 1160, 470)


def outlined(whole: Record) -> Outline:
    """Return the outline of a record's series."""
    metric = whole.metric
    return outline(Subject(metric, points(whole.series, metric, 7), Wording()))


def drawn(marks: Outline, words: SocialCard = WORDS) -> Image.Image:
    """Return a card as a picture."""
    return Image.open(io.BytesIO(png(Card(asdict(words), asdict(marks)))))


def inked(picture: Image.Image, name: str) -> np.ndarray:
    """Return where a picture has exactly the colour of an ink, as rows of truth values."""
    wanted = bytes.fromhex(INKS[name].removeprefix("#"))
    return np.asarray((np.asarray(picture.convert("RGB")) == list(wanted)).all(axis=2))


def columns(picture: Image.Image) -> Sequence[bool]:
    """Return for each column of pixels of the course whether the line's ink is in it."""
    left, top, right, bottom = COURSE
    found = inked(picture, "accent")[top:bottom, left:right].any(axis=0)
    return [bool(one) for one in found]


def gaps(present: Sequence[bool]) -> int:
    """Return how many gaps there are between the first and the last column with ink."""
    text = "".join("x" if one else " " for one in present).strip()
    return len(re.findall(" +", text))


def line(values: Sequence[float | None], **columns: float) -> Record:
    """Return a record of monthly percentages."""
    return record(series(months(len(values)), values, **columns))


def test_card_is_a_small_png_of_the_size_that_pages_tell() -> None:
    """1200 × 630 pixels, as the metadata of the page says, and few bytes."""
    data = png(Card(asdict(WORDS), asdict(outlined(line(rising(60), target=60)))))
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    assert picture.size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(data) <= HEAVIEST


def test_drawing_process_and_this_one_draw_the_same_bytes() -> None:
    """A card is the same whoever draws it, however often."""
    whole = line(rising(24))
    cards = {whole.metric.name: WORDS}
    made = dict(chart.draw_all([whole], Wording(), cards=cards, workers=1))[whole.metric.name].card
    assert made == chart.draw(whole, Wording(), WORDS).card
    assert made == png(Card(asdict(WORDS), asdict(outlined(whole))))


def test_card_asks_nothing_of_the_machine() -> None:
    """In a process without fonts of a system, in another language, the bytes are the same."""
    marks = asdict(outlined(line(rising(24))))
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "from performance.chart.card import Card, png;"
        f"print(hashlib.sha256(png(Card({asdict(WORDS)!r}, {marks!r}))).hexdigest())"
    )
    plugins = Path(__file__).parents[1] / "plugins"
    nothing = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "HOME": "/nowhere", "XDG_DATA_DIRS": ""}
    said = subprocess.check_output(
        [sys.executable, "-c", program, str(plugins)], env=nothing, text=True
    )
    assert said.strip() == hashlib.sha256(png(Card(asdict(WORDS), marks))).hexdigest()


def test_no_card_is_drawn_where_none_is_wanted() -> None:
    """Whoever asks for charts alone gets charts alone."""
    assert chart.draw(line(rising(3)), Wording()).card == b""


def test_absent_values_break_the_line() -> None:
    """Nothing is drawn where nothing was measured: one gap for each absent stretch."""
    values = [50.0] * 24
    assert gaps(columns(drawn(outlined(line(values))))) == 0
    holed: list[float | None] = list(values)
    holed[6] = holed[15] = holed[16] = None
    assert gaps(columns(drawn(outlined(line(holed))))) == 2


def test_target_does_not_break_the_line() -> None:
    """A line that crosses its target stays whole: a gap means an absent value."""
    crossing = outlined(line([40.0, 60.0] * 6, target=50))
    assert gaps(columns(drawn(crossing))) == 0


def test_outline_is_where_the_values_are() -> None:
    """Three months of 0, 5 and 10 on a scale from 0 to 10, worked by hand.

    January to March 2024 have 31, 29 and 31 of 91 days; the middles are after 15.5, 45.5 and 75.5.
    """
    found = outlined(line([0.0, 5.0, 10.0]))
    middles = [round(days / 91, 4) for days in (15.5, 45.5, 75.5)]
    assert found.lines == (((middles[0], 1.0), (middles[1], 0.5), (middles[2], 0.0)),)
    assert found.base == 1.0
    assert found.last == (middles[2], 0.0)
    assert (found.first_label, found.last_label) == ("Jan 2024", "Mar 2024")


def test_counts_are_bars_and_an_absent_one_is_no_bar() -> None:
    """A month without a count has no bar, which is not a bar of nothing."""
    counts = series(months(4), [10, None, 0, 5])
    found = outlined(record(counts, aggregation=Aggregation.SUM, unit=CALLS))
    assert found.lines == ()
    assert [round(one[1], 4) for one, _ in found.bars] == [0.0, 1.0, 0.5]
    drawn(found)


def test_range_has_two_rules_and_a_new_target_a_step() -> None:
    """Both edges of a range are drawn; where a target changes the rule rises."""
    ranged = outlined(line(rising(12), target_low=45, target_high=60))
    assert len(ranged.target) == 2
    stepped = series(months(4), [50.0] * 4, target=[40, 40, 60, 60])
    heights = [y for _, y in outlined(record(stepped)).target[0]]
    assert len(heights) == 4
    assert heights[0] == heights[1] > heights[2] == heights[3]


def test_metric_without_values_has_a_card_without_a_picture() -> None:
    """The words stand alone: no line, no axis."""
    nothing = outlined(line([None, None]))
    assert nothing == Outline()
    words = replace(WORDS, attainment="no_data", verdict="No data", value="No value", period="")
    picture = drawn(nothing, words)
    assert not inked(picture, "accent").any()
    assert not inked(picture, "rule").any()


@pytest.mark.parametrize(
    "title",
    [
        "Share of requests for the removal of fallen branches from streets and parks " * 4,
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenständer" * 4,
        "x",
        "日本語の題",
        "",
    ],
)
def test_any_title_stays_in_its_place(title: str) -> None:
    """Long titles and words are shortened: nothing runs over the edge or into the foot."""
    long = replace(
        WORDS,
        title=title,
        value="$1,234,567,890,123",
        unit="thousands of gallons of water a day",
        period="fiscal year 2027 so far",
        target="Target: at most $1,234,567,890 of everything in the fiscal year; half of it so far",
        city="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    )
    picture = drawn(outlined(line(rising(24), target=60)), long)
    paper = inked(picture, "paper")
    assert paper[:48].all()
    assert paper[:540, :50].all()
    assert paper[:540, 1170:].all()
    assert paper[524:540].all()
    assert inked(picture, "brand")[546:, 1142:].all()


def test_titles_are_wrapped_into_lines_of_like_length() -> None:
    """No word stands alone below a full line, and what is left out is marked."""
    letters = font(60, BOLD)
    lines = wrapped("Calls to 311 answered within 30 seconds", 1080, letters, lines=2)
    assert lines == ["Calls to 311 answered", "within 30 seconds"]
    cut = wrapped("one two three four five six " * 20, 400, letters, lines=3)
    assert len(cut) == 3
    assert cut[-1].endswith("…")
    assert all(letters.getlength(one) <= 400 for one in cut)


def test_letters_that_the_font_lacks_are_left_out() -> None:
    """No empty boxes: signs go alone, a text in another script goes whole."""
    assert legible("Tap water ≥ 1 µg – “safe” 💧") == "Tap water >= 1 µg – “safe” "
    assert legible("Łódź, Αθήνα, Київ, Hà Nội") == "Łódź, Αθήνα, Київ, Hà Nội"
    for text in ("東京", "שלום", "مرحبا", "नमस्ते"):
        assert legible(text) == ""


def test_colours_are_the_sites_light_ones() -> None:
    """The card looks like the site: each ink is the token of its name."""
    assert {name: LIGHT[name] for name in INKS} == INKS


@pytest.mark.parametrize("attainment", list(Attainment))
def test_verdict_has_the_badges_icon(attainment: Attainment) -> None:
    """Card and page show one sign for one verdict, and its words in its colour."""
    icon, tone = SIGNS.get(attainment.value, ("open", "open"))
    assert icon == BADGES[attainment].icon
    picture = drawn(Outline(), replace(WORDS, attainment=attainment.value))
    assert inked(picture, tone)[100:260, 50:600].sum() > 500


def test_every_card_of_the_demo_city_is_light(demo_site: Path) -> None:
    """Each metric's card weighs 30 KB or less."""
    found = {file.parent.name: file for file in demo_site.glob("metrics/*/chart.png")}
    assert len(found) >= 50
    assert {n: f.stat().st_size for n, f in found.items() if f.stat().st_size > HEAVIEST} == {}


def test_every_card_of_odd_packages_is_light(tmp_path: Path) -> None:
    """Twenty years of days, values of billions, titles of 120 letters: 30 KB or less each."""
    stress.write(tmp_path)
    found = city.read(tmp_path / "content", {}, "")
    with steps() as silent:
        memory = Memory(Store(None), found.settings)
        portal = build.load(tmp_path / "datasets", found, silent, memory=memory)
    cards = share.cards(portal, found.settings)
    assert len(cards) >= 90
    weights = {
        whole.metric.name: len(png(Card(asdict(cards[whole.metric.name]), asdict(outlined(whole)))))
        for whole in portal.records
    }
    assert {name: weight for name, weight in weights.items() if weight > HEAVIEST} == {}


def test_letters_are_as_they_were_designed() -> None:
    """None is fitted to whole pixels, for which FreeType would look through the whole font first.

    A small z of Noto Sans is 0.536 of the size high: the topmost of its rows has the rest of that.
    """
    for size, rest in ((27, 0.472), (34, 0.224), (68, 0.448)):
        mask = font(size).getmask("z")
        top = max(mask.getpixel((x, 0)) for x in range(mask.size[0]))
        assert top / 255 == pytest.approx(rest, abs=0.01)
