"""The preview server answers as a static host would."""

import http.client
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from performance import preview
from performance.preview import Early, server
from performance.problem import BuildError


def test_serves_files_and_the_sites_own_404(tmp_path: Path) -> None:
    """A file comes with its type; what is not there is answered by 404.html."""
    (tmp_path / "404.html").write_text("lost", encoding="utf-8")
    (tmp_path / "data.parquet").write_bytes(b"PAR1")
    with server(tmp_path, 0) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        base = f"http://localhost:{listening.server_address[1]}"
        with urllib.request.urlopen(f"{base}/data.parquet") as answer:
            assert answer.headers["Content-Type"] == "application/vnd.apache.parquet"
            assert answer.read() == b"PAR1"
        for name, type_ in (("all.atom.xml", "application/atom+xml"), ("x.xml", "application/xml")):
            (tmp_path / name).write_text("<x/>", encoding="utf-8")
            with urllib.request.urlopen(f"{base}/{name}") as answer:
                assert answer.headers["Content-Type"] == type_
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{base}/nothing/")
        assert (missing.value.code, missing.value.read()) == (404, b"lost")
        missing.value.close()
        listening.shutdown()


def test_a_reader_who_leaves_early_is_passed_over(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A browser that breaks off a download leaves no traceback on the terminal."""
    # More than the buffers of a connection hold, so that the server meets the closed end.
    (tmp_path / "data.csv").write_bytes(bytes(50_000_000))
    with server(tmp_path, 0) as listening:
        listening.daemon_threads = False  # Leaving the block then waits for the answer to end.
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        with socket.create_connection(("localhost", int(listening.server_address[1]))) as reader:
            reader.sendall(b"GET /data.csv HTTP/1.0\r\n\r\n")
            assert reader.recv(15) == b"HTTP/1.0 200 OK"
        listening.shutdown()
    assert capfd.readouterr().err == ""


def test_taken_port_is_said_in_words(tmp_path: Path) -> None:
    """A port in use is wrong use, not a traceback."""
    with (
        server(tmp_path, 0) as first,
        pytest.raises(BuildError, match="Choose another with --port"),
    ):
        server(tmp_path, int(first.server_address[1]))


@contextmanager
def asking(site: Path, early: Early) -> Iterator[http.client.HTTPConnection]:
    """Give a connection to a server of a site."""
    with server(site, 0, early) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield http.client.HTTPConnection("localhost", int(listening.server_address[1]))
        listening.shutdown()


def answer(asked: http.client.HTTPConnection, path: str, method: str = "GET") -> tuple[int, bytes]:
    """Ask for a path and return the status and the body."""
    asked.request(method, path)
    with asked.getresponse() as found:
        return found.status, found.read()


def test_a_new_file_is_shown_before_the_site_has_it(tmp_path: Path) -> None:
    """By the address of its folder and by its own, with its type; what is not new is as it was."""
    site, early = tmp_path / "site", Early()
    (site / "metrics").mkdir(parents=True)
    (site / "index.html").write_text("home", encoding="utf-8")
    (site / "metrics" / "index.html").write_text("old", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    with asking(site, early) as asked:
        early.take("metrics/index.html", b"new list")
        early.take("feeds/all.atom.xml", b"<feed/>")
        assert answer(asked, "/") == (200, b"home")
        assert answer(asked, "/metrics/?sort=title") == (200, b"new list")
        assert answer(asked, "/metrics/index.html") == (200, b"new list")
        assert answer(asked, "/metrics/", "HEAD") == (200, b"")
        assert answer(asked, "/metrics")[0] == 301
        assert answer(asked, "/../secret")[0] == 404
        asked.request("GET", "/feeds/all.atom.xml")
        with asked.getresponse() as found:
            assert found.headers["Content-Type"] == "application/atom+xml"
            assert found.headers["Content-Length"] == "7"
            assert found.headers["Cache-Control"] == "no-cache"
            assert found.read() == b"<feed/>"
        early.let_go()
        assert answer(asked, "/metrics/") == (200, b"old")
        assert answer(asked, "/feeds/all.atom.xml")[0] == 404


def test_no_more_new_files_are_held_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What does not fit is shown when the site has it; then there is all the room again."""
    monkeypatch.setattr(preview, "MOST", 10)
    early = Early()
    for path, size in (("a", 6), ("b", 5), ("c", 4)):
        early.take(path, bytes(size))
    assert [early.get(path) is None for path in "abc"] == [False, True, False]
    early.let_go()
    early.take("b", bytes(10))
    assert [early.get(path) is None for path in "abc"] == [True, False, True]
