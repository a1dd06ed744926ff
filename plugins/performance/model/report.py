"""An annual report as the staff write it, from `content/reports/<fiscal year>/`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from performance.model.annual import Amount, Annual


class Passage(Struct, frozen=True):
    """Words of an author, in Markdown: the file they stand in and the line they begin on."""

    text: str = ""
    file: str = ""
    line: int = 1


class Step(Struct, frozen=True):
    """What is done next: what, who answers for it, by when; `line` is where its file says so."""

    what: str
    owner: str
    by: date
    line: int = 1


class PriorityPart(Struct, frozen=True):
    """What a report says of a priority: its key metrics, the words, the next steps.

    `factors` are what the city does not control.
    """

    slug: str
    metrics: tuple[str, ...]
    factors: Passage
    steps: tuple[Step, ...] = ()


class Frozen(Struct, frozen=True):
    """The figures with which a report was published, as `portal freeze` wrote them.

    `on` is the day the data spoke from; `titles` are the metrics' names then, for one that is gone.
    """

    file: str
    version: str
    on: date
    annual: Annual
    titles: Mapping[str, str] = field(default_factory=dict)


class Report(Struct, frozen=True):
    """An annual report.

    `file` is the letter, whose front matter describes the report. `published` is the day it was
    published, `cut_off` the last day on which data could still come in. `survey` names the metrics
    of the resident survey. `words` are the passages by the names of their files ("letter",
    "purpose" …), `explanations` those of missed targets by metric, `grades` the assurance grades
    by package. `asked` are the keys of the periods that the text speaks of, by metric; "latest" is
    the last one with a value. `frozen` is none until the report is frozen. `written` is the digest
    of the files it was read from, "" where nobody knows it.
    """

    fiscal_year: int
    file: str
    title: str
    version: str
    published: date
    cut_off: date
    survey: tuple[str, ...] = ()
    words: Mapping[str, Passage] = field(default_factory=dict)
    priorities: tuple[PriorityPart, ...] = ()
    explanations: Mapping[str, Passage] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    money: tuple[Amount, ...] = ()
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    frozen: Frozen | None = None
    written: str = ""

    def passage(self, name: str) -> Passage:
        """Return the passage of a name; an empty one where there is none."""
        return self.words.get(name) or Passage(file=self.file)

    def picture(self, metric: str) -> str:
        """Return the name of a metric's chart in this report, which no metric can have."""
        return f"report-{self.fiscal_year}.{metric}"

    @property
    def key_metrics(self) -> tuple[str, ...]:
        """The names of the key metrics of every priority, in order."""
        return tuple(name for part in self.priorities for name in part.metrics)
