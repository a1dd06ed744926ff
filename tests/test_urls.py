"""Addresses are permanent; every link is relative, so that the site works anywhere."""

import pytest

from performance import urls


@pytest.mark.parametrize(
    ("address", "file", "root"),
    [
        ("", "index.html", ""),
        ("metrics/", "metrics/index.html", "../"),
        (urls.metric("x"), "metrics/x/index.html", "../../"),
        (urls.metric("x", "data.csv"), "metrics/x/data.csv", "../../"),
        (urls.metrics_by("no_target"), "metrics/attainment/no-target/index.html", "../../../"),
        (urls.NOT_FOUND, "404.html", ""),
        (
            urls.package_file("p", "v2026.10.0", "a.csv"),
            "data/p/v2026.10.0/a.csv",
            "../../../",
        ),
    ],
)
def test_address_file_and_way_back(address: str, file: str, root: str) -> None:
    """A folder's address is answered by its index.html; the way back has a step a folder."""
    assert urls.path(address) == file
    assert urls.root(address) == root


@pytest.mark.parametrize(
    ("address", "two", "three"),
    [
        ("", "", ""),
        ("sitemap.xml", "", ""),
        ("feeds/all.atom.xml", "", ""),
        ("metrics/x/", "", ""),
        ("metrics/x/data.csv", "metrics/x/", ""),
        ("metrics/x/explore/", "metrics/x/", ""),
        ("data/p/latest/a.csv", "data/p/", "data/p/latest/"),
        ("data/p/latest/files/a.csv", "data/p/", "data/p/latest/"),
    ],
)
def test_the_folder_of_an_address(address: str, two: str, three: str) -> None:
    """What lies in the folder has it; its own address does not."""
    assert (urls.folder(address, 2), urls.folder(address, 3)) == (two, three)
