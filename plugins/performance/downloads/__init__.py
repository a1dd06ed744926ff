"""The files that readers download, as bytes: of each metric, of each package and of everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from performance import urls
from performance.catalogue.files import CSVW_ENDING
from performance.downloads import documents, tables
from performance.downloads.annual import report_zip
from performance.downloads.api import api_entry, api_file, api_files, api_list
from performance.downloads.blank import Blank
from performance.downloads.bulk import Run, bulk_files, run_of
from performance.downloads.bundle import package_files
from performance.downloads.columns import columns_of
from performance.downloads.explorer import explorer
from performance.downloads.releases import release_files
from performance.downloads.workbook import Blanks, blank, fits, workbook
from performance.model import Record
from performance.settings import Settings
from performance.text import Wording

__all__ = [
    "Blank",
    "Blanks",
    "Run",
    "api_entry",
    "api_file",
    "api_files",
    "api_list",
    "blank",
    "bulk_files",
    "explore_file",
    "metric_files",
    "package_files",
    "release_files",
    "report_zip",
    "run_of",
]

MEDIA_TYPES = {
    "data.csv": "text/csv",
    "data.parquet": "application/vnd.apache.parquet",
    "data.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.json": "application/json",
}


def metric_files(
    record: Record, wording: Wording, settings: Settings, *, blanks: Blanks = blank
) -> Iterator[tuple[str, bytes]]:
    """Yield a metric's files, each with its address: the table in four formats, what describes it.

    All hold the same rows. The workbook, one of the `blanks` filled, is left out where a sheet of
    Excel cannot hold them.
    """
    columns = columns_of(record)
    made = tables.table(record, columns, documents.resource(record, columns))
    files = {
        "data.csv": tables.csv(columns, made.cells),
        "data.parquet": tables.parquet(made.arrow),
        "data.json": documents.data(made, record, settings),
    }
    if fits(made):
        files["data.xlsx"] = workbook(
            made, record, wording=wording, settings=settings, blanks=blanks
        )
    listed = [
        {
            "name": name,
            "mediatype": MEDIA_TYPES[name],
            "bytes": len(files[name]),
            "sha256": hashlib.sha256(files[name]).hexdigest(),
        }
        for name in MEDIA_TYPES
        if name in files
    ]
    files["metadata.json"] = documents.metadata(
        record, columns, listed, wording=wording, settings=settings
    )
    files[f"data.csv{CSVW_ENDING}"] = documents.csvw_of(record, columns)
    for name, data in files.items():
        yield urls.metric(record.metric.name, name), data


def explore_file(record: Record, wording: Wording) -> tuple[str, bytes]:
    """Return what a metric's explore page reads beside data.json, with its address."""
    names = [column.name for column in columns_of(record)]
    return urls.explore(record.metric.name, "explore.json"), explorer(record, names, wording)
