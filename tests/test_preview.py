"""The preview server answers as a static host would."""

import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from performance.preview import server
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
