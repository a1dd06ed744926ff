"""Everything that is wrong with the annual reports, held against what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from performance.model import Attainment, Passage, Portal, PriorityPart, Record, Report
from performance.period import year_
from performance.problem import Problem
from performance.reports.figure import Source, Unresolved
from performance.reports.literal import Typed, typed
from performance.reports.passage import misplaced
from performance.reports.read import passages
from performance.reports.reference import Reference, references
from performance.reports.resolve import resolved
from performance.settings import Settings
from performance.text import Wording

REQUIRED = ("letter", "purpose", "money", "quality", "next")
FEWEST, MOST = 3, 6
EXAMPLE = '{{ metric("solid-waste-on-time").fy(2026).value }}'


def problems(portal: Portal, settings: Settings) -> list[Problem]:
    """Return what is wrong with each report of a portal."""
    return [
        problem
        for source in sources(portal, settings)
        for problem in _problems(_Case(source, portal, settings))
    ]


def sources(portal: Portal, settings: Settings) -> Iterator[Source]:
    """Yield what the references of each report are resolved from: its published figures."""
    records = {record.metric.name: record for record in portal.records}
    departments = {d.slug: d for d in portal.content.departments}
    wording = Wording(settings.locale, settings.fiscal_year_start)
    for report, annual in zip(portal.content.reports, portal.annuals, strict=True):
        shown = report.frozen.annual if report.frozen is not None else annual
        yield Source(report, shown, records, departments, wording)


class _Case(Struct, frozen=True):
    """A report to be checked, with the portal it stands in."""

    source: Source
    portal: Portal
    settings: Settings

    @property
    def report(self) -> Report:
        """The words of the report."""
        return self.source.report


def _problems(case: _Case) -> Iterator[Problem]:
    yield from _days(case)
    yield from _gone(case)
    yield from _blocks(case)
    yield from _priorities(case)
    yield from _explanations(case)
    yield from _names(case)
    yield from _twice(case)
    for passage in passages(case.report):
        yield from _references(passage, case.source)
        yield from _literals(passage, case.source)
    for part in case.report.priorities:
        for step in part.steps:
            words = Passage(step.what, part.factors.file, step.line)
            yield from _literals(words, case.source, folded=True)


def _days(case: _Case) -> Iterator[Problem]:
    report, today = case.report, case.settings.today
    end = year_(report.fiscal_year, case.settings.fiscal_year_start).end
    for ended, words in (
        (end <= today, f"fiscal year {report.fiscal_year} has not ended on {today.isoformat()}"),
        (report.cut_off <= today, f"cut_off is after {today.isoformat()}, the site's own date"),
        (end <= report.cut_off, f"cut_off is before the fiscal year's end, {end.isoformat()}"),
    ):
        if not ended:
            yield Problem("report-file", report.file, words, "Correct the date.", column="cut_off")


def _gone(case: _Case) -> Iterator[Problem]:
    """Yield a problem for each metric of a published report that the data no longer have."""
    frozen = case.report.frozen
    if frozen is None:
        return
    for name in frozen.annual.figures:
        if name not in case.source.records:
            yield Problem(
                "report-frozen",
                frozen.file,
                f"the metric {frozen.titles.get(name, name)} ({name}) is in the published report "
                "and no longer in the data",
                "Put it back with the stage retired: what was published stays.",
            )


def _blocks(case: _Case) -> Iterator[Problem]:
    folder = case.report.file.rpartition("/")[0]
    for name in REQUIRED:
        passage = case.report.passage(name)
        if not passage.text.strip():
            file = f"{folder}/{name}.md"
            message = f"the part {name} has no words"
            yield Problem("report-block", file, message, "Write it in this file.", passage.line)


def _priorities(case: _Case) -> Iterator[Problem]:
    report, content = case.report, case.portal.content
    folder = f"{report.file.rpartition('/')[0]}/priorities"
    known = {priority.slug: priority for priority in content.priorities}
    for slug in known.keys() - {part.slug for part in report.priorities}:
        message = f"there are no words on the priority {known[slug].title}"
        remedy = "Write this file: key metrics, next steps, and what the city does not control."
        yield Problem("report-block", f"{folder}/{slug}.md", message, remedy)
    for part in report.priorities:
        file = part.factors.file
        if part.slug not in known:
            remedy = f"Allowed: {', '.join(known)}."
            yield Problem("report-metric", file, f"{part.slug} is no priority", remedy)
            continue
        yield from _part(part, case)


def _part(part: PriorityPart, case: _Case) -> Iterator[Problem]:
    file, records = part.factors.file, case.source.records
    of_it = [r for r in records.values() if r.priority and r.priority.slug == part.slug]
    if not part.factors.text.strip():
        message = "nothing is said of what the city does not control"
        yield Problem("report-block", file, message, "Write it below the front matter.")
    if not part.steps:
        message = "there are no next steps"
        yield Problem("report-block", file, message, "Give steps, each with what, owner and by.")
    if not min(FEWEST, len(of_it)) <= len(part.metrics) <= MOST:
        message = f"{len(part.metrics)} key metrics; three to six are shown"
        names = ", ".join(sorted(record.metric.name for record in of_it))
        yield Problem("report-block", file, message, f"There are: {names}.", column="metrics")
    for name in part.metrics:
        if records.get(name) not in of_it:
            why = "belongs to another priority" if name in records else "is no metric"
            names = ", ".join(sorted(record.metric.name for record in of_it))
            yield Problem(
                "report-metric", file, f"{name} {why}", f"Allowed: {names}.", column="metrics"
            )


def _explanations(case: _Case) -> Iterator[Problem]:
    report = case.report
    file = f"{report.file.rpartition('/')[0]}/explanations.md"
    for record in missed(case.source):
        name = record.metric.name
        written = report.explanations.get(name)
        if written is None or not written.text.strip():
            title = record.metric.title
            message = f"the target of {title} was missed in {report.fiscal_year}, unexplained"
            remedy = f"Write why below a line `## {name}`."
            line = written.line if written is not None else None
            yield Problem("report-explanation", file, message, remedy, line)
    for name, passage in report.explanations.items():
        if name not in case.source.records:
            remedy = "Use the name that stands in the package's descriptor."
            line = max(passage.line - 1, 1)
            yield Problem("report-metric", file, f"{name} is no metric", remedy, line)


def missed(source: Source) -> tuple[Record, ...]:
    """Return the counted metrics that missed their target in the year of the report."""
    figures = source.annual.figures
    return tuple(
        record
        for name, record in source.records.items()
        if name in figures
        and figures[name].counted
        and figures[name].attainment is Attainment.MISSED
    )


def _names(case: _Case) -> Iterator[Problem]:
    report, folder = case.report, case.report.file.rpartition("/")[0]
    packages = {package.name for package in case.portal.packages}
    items = {amount.item for amount in report.money if amount.kind != "revenue"}
    for file, names, known, sort in (
        ("letter.md", report.survey, case.source.records, "metric"),
        ("quality.md", report.grades, packages, "package"),
        ("money.md", items, case.source.departments, "department"),
    ):
        for name in names:
            if name not in known:
                remedy = f"Use the name of a {sort} as its file or descriptor has it."
                message = f"{name} is no {sort}"
                yield Problem("report-metric", f"{folder}/{file}", message, remedy)


def _twice(case: _Case) -> Iterator[Problem]:
    """Yield a problem for each kind of money that the budget gives too: two would differ."""
    folder = case.report.file.rpartition("/")[0]
    for kind in dict.fromkeys(amount.kind for amount in case.report.money):
        phase = case.source.annual.phase(kind)
        if phase is not None:
            message = f"{kind} is in the city's budget, whose {phase.value} amounts are shown"
            remedy = f"Take {kind} out of the front matter."
            yield Problem("report-file", f"{folder}/money.md", message, remedy, column=kind)


def _references(passage: Passage, source: Source) -> Iterator[Problem]:
    for reference in references(passage.text):
        try:
            resolved(reference, source)
        except Unresolved as error:
            remedy = error.remedy or f"Write it as in {EXAMPLE}."
            yield _at(reference, passage, error.message, remedy)
    for reference in misplaced(passage):
        yield _at(
            reference,
            passage,
            "a figure cannot stand in the address or the title of a link",
            "Write it in the words of the sentence.",
        )


def _at(reference: Reference, passage: Passage, message: str, remedy: str) -> Problem:
    line = passage.line + passage.text.count("\n", 0, reference.start)
    return Problem(
        "report-reference", passage.file, message, remedy, line, value=reference.text.strip()
    )


def _literals(passage: Passage, source: Source, *, folded: bool = False) -> Iterator[Problem]:
    for found in typed(passage, source):
        # YAML joins the lines of a text: all of it is said to be on the first.
        line = passage.line if folded else found.line
        if found.meant and _comparable(found, (words for _, words in found.meant)):
            said = "; ".join(f"{words} is {{{{ {r} }}}}" for r, words in found.meant[:4])
            message = "this figure is not what the data say of the metric beside it"
            remedy = f"Write a reference: {said}."
            code = "report-contradiction"
        else:
            message = "a figure is typed into the text"
            remedy = f"Write a reference as in {EXAMPLE}, or literal() with where it comes from."
            code = "report-literal"
        yield Problem(code, passage.file, message, remedy, line, value=found.text)


def _comparable(found: Typed, words: Iterable[str]) -> bool:
    """Whether a typed figure has the unit of one that the data give."""
    sign = next((s for s in ("%", "percent", "$", "€", "£") if s in found.text), "")
    if sign == "percent":
        sign = "percentage point" if "point" in found.text else "%"
    return any(sign in each for each in words)
