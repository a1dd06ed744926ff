"""Freeze an annual report: from the checked packages to the file that keeps its figures."""

from __future__ import annotations

from pathlib import Path

from performance import city, reports
from performance.problem import BuildError, Exit
from performance.progress import steps
from performance.write import write_file

FILE = "frozen.json"


def freeze(fiscal_year: int, datasets: Path, content: Path) -> Path:
    """Write the figures of a report beside its words, and return the file.

    Raises BuildError where there is a problem in the data or the report, where there is no report
    of that year, and where it is frozen already: what was published is never written over.
    """
    said = city.read(content, {}, "")
    with steps() as shown:
        examined = city.examine([datasets], said, shown)
        problems = examined.problems
        if not problems:
            portal, problems = city.computed(examined, said)
    if problems:
        raise BuildError("Nothing was frozen: mend the problems first.", problems)
    for report, annual in zip(portal.content.reports, portal.annuals, strict=True):
        if report.fiscal_year == fiscal_year:
            file = content / "reports" / str(fiscal_year) / FILE
            if report.frozen is not None:
                raise BuildError(
                    f"{file} is there: the report is frozen as version {report.frozen.version}, "
                    "and later changes are listed as corrections. To publish it anew, raise its "
                    "version in letter.md, take the file away and freeze again.",
                    exitcode=Exit.WRONG_USE,
                )
            write_file(file, reports.frozen(report, annual, portal))
            return file
    raise BuildError(
        f"There is no report of fiscal year {fiscal_year}: its words stand in "
        f"{content / 'reports' / str(fiscal_year)}.",
        exitcode=Exit.WRONG_USE,
    )
