"""The files that readers download, as bytes: of each metric and of each package."""

import hashlib
from collections.abc import Iterator

from performance import urls
from performance.downloads import documents, tables, workbook
from performance.downloads.bundle import package_files
from performance.downloads.columns import columns_of
from performance.downloads.explorer import explorer
from performance.downloads.releases import release_files
from performance.model import Record
from performance.settings import Settings
from performance.text import Wording

__all__ = ["metric_files", "package_files", "release_files"]

MEDIA_TYPES = {
    "data.csv": "text/csv",
    "data.parquet": "application/vnd.apache.parquet",
    "data.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.json": "application/json",
}


def metric_files(
    record: Record, wording: Wording, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield a metric's files, each with its address: the table in four formats, the metadata.

    All hold the same rows. The workbook is left out where a sheet of Excel cannot hold them. Last
    comes what the explore page reads.
    """
    columns = columns_of(record)
    made = tables.table(record, columns, documents.resource(record, columns))
    files = {
        "data.csv": tables.csv(made),
        "data.parquet": tables.parquet(made.arrow),
        "data.json": documents.data(made, record, settings),
    }
    if workbook.fits(made):
        files["data.xlsx"] = workbook.workbook(made, record, wording=wording, settings=settings)
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
    for name, data in files.items():
        yield urls.metric(record.metric.name, name), data
    names = [column.name for column in columns]
    yield urls.explore(record.metric.name, "explore.json"), explorer(record, names, wording)
