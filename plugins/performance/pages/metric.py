"""The page of a metric: the finding first, the number second, the chart third."""

from __future__ import annotations

from itertools import chain
from typing import Any, ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, sentences, urls
from performance.catalogue import dataset, schema_org
from performance.catalogue.address import base
from performance.catalogue.citation import bibtex, citation
from performance.catalogue.files import METRIC_FILES
from performance.catalogue.inventory import inventory
from performance.model import Record, Stage
from performance.pages import budget, fiscal, series
from performance.pages.breakdown import ByMember, breakdowns
from performance.pages.budget.results import Cost
from performance.pages.card import STAGES
from performance.pages.context import Context
from performance.pages.evidence import Method, benchmarks, method
from performance.pages.latest import Latest, latest, target_of
from performance.pages.page import Anchor, Page
from performance.pages.parts import Badge, Download, Fact, Figure, Section, Table, badge, download
from performance.pages.pictures import figure, reader, sources
from performance.pages.revisions import Past, past
from performance.pages.share import Embed, share
from performance.pages.share import embed as embedded
from performance.pages.site import HOME, feed
from performance.pages.value_table import ValueTable
from performance.text import Wording

METRICS = Anchor("Metrics", urls.METRICS)

# The files beside a metric's page, in the order that readers want them.
FILES = {
    **METRIC_FILES,
    "metadata.json": "Description of the metric (JSON)",
    "data.csv-metadata.json": "Description of the columns (CSVW)",
    "chart.svg": "The chart (SVG)",
    "chart.vl.json": "The chart's specification (Vega-Lite)",
    urls.CARD: "The picture for links (PNG)",
}
KINDS = {
    "input": "Input: what is put in",
    "output": "Output: how much is done",
    "efficiency": "Efficiency: what it costs to do it",
    "quality": "Quality: how well it is done",
    "outcome": "Outcome: what it leads to",
    "context": "Context: what the city does not control",
}
RELATED = 6


class Note(Struct, frozen=True):
    """What the city is doing: a dated note with its owner."""

    on: str
    date: str
    owner: str
    words: Markup


class Years(Struct, frozen=True):
    """The fiscal years in New York's form: the table, the trend and the wanted direction.

    `to_date` is the current year so far beside the same part of the one before, in a sentence.
    """

    table: Table
    trend: str
    wanted: str
    to_date: str


class MetricPage(Page, frozen=True, kw_only=True):
    """A metric. Texts are empty, and parts none, where there is nothing to show.

    `finding` is the generated sentence on how it stands, `reading` the value it speaks of,
    `goal` its target and the wanted direction, `facts` more about it. `headline` is the heading of
    the chart, `baseline` how the city stands to its own starting point, `onward` what a reader of
    the chart may want next. `values` are the newest periods and `older` the others. `citation` is
    how to cite it, `bibtex` the same for reference managers, `embed` how to show it elsewhere.
    `cost` is the program of the budget whose work the metric measures, with its money.
    """

    template: ClassVar[str] = "metric.html"
    sort: ClassVar[str] = "Metric"

    department: Anchor
    priority: Anchor | None
    badge: Badge
    stage: str
    finding: str
    reading: Latest
    goal: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    headline: str
    figure: Figure | None
    baseline: str
    onward: tuple[Anchor, ...]
    values: ValueTable | None
    older: ValueTable | None
    breakdowns: tuple[ByMember, ...]
    years: Years | None
    cost: Cost | None
    actions: tuple[Note, ...]
    about: tuple[Section, ...]
    method: Method
    past: Past | None
    benchmarks: Table | None
    package: Anchor
    downloads: tuple[Download, ...]
    citation: str
    bibtex: str
    embed: Embed
    related: tuple[Anchor, ...]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The copy buttons' script, and the value reader's where there is a chart to read."""
        reader = (urls.READER,) if self.figure and self.figure.reader else ()
        return (*reader, urls.COPY)


def metric(record: Record, context: Context, near: tuple[Anchor, ...]) -> MetricPage:
    """Return the page of a metric; `near` are the related ones."""
    defined, wording = record.metric, context.wording
    address = urls.metric(defined.name)
    drawing = context.drawings.get(defined.name)
    newest, older = series.tables(record, wording)
    finding = sentences.finding(record, wording)
    return MetricPage(
        site=context.site,
        address=address,
        title=defined.title,
        description=f"{defined.title}: {finding[:1].lower()}{finding[1:]}",
        crumbs=(HOME, METRICS),
        share=share(record, finding, context.settings),
        described=_described(record, context),
        department=Anchor(record.department.title, urls.department(record.department.slug)),
        priority=_priority(record),
        badge=badge(record.attainment),
        stage=STAGES.get(defined.stage, ""),
        finding=finding,
        reading=latest(record, wording),
        goal=_goal(record, wording),
        facts=_facts(record, wording),
        headline=sentences.headline(record, wording),
        figure=figure(drawing, _source(record), reader(record)) if drawing else None,
        baseline=sentences.baseline(record, wording),
        onward=_onward(record),
        values=newest,
        older=older,
        breakdowns=_breakdowns(record, context),
        years=_years(record, wording),
        cost=budget.of_metric(context, record),
        actions=_actions(record, wording),
        about=_about(record),
        method=method(record, urls.root(address), wording),
        past=past(record, context.downloads, wording),
        benchmarks=benchmarks(record, wording),
        related=near,
        **_reuse(record, context),
    )


def _reuse(record: Record, context: Context) -> dict[str, Any]:
    """Return the fields on taking a metric's data along: files, citation, embedding, feed."""
    metric, package, settings = record.metric, record.package, context.settings
    cited = (package, metric.title, urls.metric(metric.name))
    return {
        "package": Anchor(package.title or package.name, urls.package(package.name)),
        "downloads": _downloads(record, context),
        "citation": citation(*cited, wording=context.wording, settings=settings),
        "bibtex": bibtex(*cited, wording=context.wording, settings=settings),
        "embed": embedded(record, settings),
        "feeds": (feed("metrics", metric.name, metric.title),),
    }


def _described(record: Record, context: Context) -> Markup:
    """Return the series of the metric in schema.org's words."""
    settings = context.settings
    told = dataset.of_metric(record, inventory(context.downloads), settings=settings)
    return schema_org.dataset(told, base(settings, told.address), site_title=settings.title)


def _breakdowns(record: Record, context: Context) -> tuple[ByMember, ...]:
    drawing = context.drawings.get(record.metric.name)
    multiples = drawing.multiples if drawing else {}
    as_of = context.portal.as_of
    return breakdowns(record, multiples, as_of=as_of, wording=context.wording)


def _source(record: Record) -> Markup:
    source = sources(record.package.sources)
    return Markup("Source: {}.").format(source) if source else Markup("")


def _years(record: Record, wording: Wording) -> Years | None:
    table = fiscal.table(record, wording)
    if table is None:
        return None
    return Years(
        table,
        sentences.trend(record, wording),
        sentences.direction(record.metric),
        sentences.year_to_date(record, wording),
    )


def _onward(record: Record) -> tuple[Anchor, ...]:
    name = record.metric.name
    return (
        Anchor("Explore this chart", urls.explore(name)),
        Anchor("Download the data", f"{urls.metric(name)}#downloads"),
    )


def _priority(record: Record) -> Anchor | None:
    found = record.priority
    return Anchor(found.title, urls.priority(found.slug)) if found else None


def _goal(record: Record, wording: Wording) -> tuple[Fact, ...]:
    target = sentences.target(target_of(record), record.metric, wording)
    return (
        Fact("Target", sentences.capital(target)),
        Fact("Wanted", sentences.direction(record.metric)),
    )


def _facts(record: Record, wording: Wording) -> tuple[Fact, ...]:
    defined = record.metric
    facts = [
        Fact("Reported", sentences.lag(defined, wording)),
        Fact("Kind of metric", KINDS[defined.kind.value]),
    ]
    late = record.lateness
    if defined.stage in (Stage.LIVE, Stage.PILOT) and late.expected and late.due:
        period, due = wording.period(late.expected), wording.date(late.due)
        verb = "was due" if late.days > 0 else "due"
        facts.append(Fact("Next value", f"{sentences.capital(period)}, {verb} {due}"))
    if defined.borrowed_from is not None:
        facts.append(Fact("Definition borrowed from", sources((defined.borrowed_from,))))
    return tuple(facts)


def _actions(record: Record, wording: Wording) -> tuple[Note, ...]:
    root = urls.root(urls.metric(record.metric.name))
    newest_first = sorted(record.metric.actions, key=lambda a: a.date, reverse=True)
    return tuple(
        Note(wording.date(a.date), a.date.isoformat(), a.owner, markup.html(a.text, 4, root))
        for a in newest_first
    )


def _about(record: Record) -> tuple[Section, ...]:
    root = urls.root(urls.metric(record.metric.name))
    texts = {
        "What it measures": record.metric.description,
        "Why it matters": record.metric.why,
    }
    return tuple(
        Section(title, markup.html(text, 3, root)) for title, text in texts.items() if text.strip()
    )


def _downloads(record: Record, context: Context) -> tuple[Download, ...]:
    name = record.metric.name
    addresses = {urls.metric(name, file): title for file, title in FILES.items()}
    addresses[urls.api_metric(name)] = "For programs: state and series (JSON)"
    return tuple(
        download(title, address, context.downloads)
        for address, title in addresses.items()
        if address in context.downloads
    )


def related(record: Record, context: Context) -> tuple[Anchor, ...]:
    """Return the metrics that the package names, then those of the priority and department."""
    own = record.metric
    named = [context.by_name[name] for name in own.related if name in context.by_name]
    found = {r.metric.name: r for r in named if r.metric.name != own.name}
    most = max(RELATED, len(named))
    near = chain(
        context.of_priority(record.priority.slug) if record.priority else (),
        context.of_department(record.department.slug),
    )
    for each in near:
        # A large department has thousands: what is enough ends the search.
        if len(found) >= most:
            break
        if each.counted and each.metric.name not in (own.name, *own.related):
            found.setdefault(each.metric.name, each)
    return tuple(Anchor(r.metric.title, urls.metric(r.metric.name)) for r in found.values())
