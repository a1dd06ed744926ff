"""The script that draws interactive charts: Vega, as vl-convert carries it, in one file.

It is the same for every site and metric, needs no network, and is made in a process of its own: the
build never imports the drawing library (see `workers`). Charts are drawn by the library's own
interpreter of expressions, for a page whose policy lets nothing be evaluated.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from performance.chart.pool import SOURCE_ROOT
from performance.problem import BuildError

COMMAND = (
    "import sys; sys.path.append(sys.argv[1]); from performance.chart.bundle import serve; serve()"
)
# The licences of what the bundle is made of ask that they go with every copy: they are beside it.
BANNER = """\
/*! Vega {vega}, Vega-Lite {lite} and Vega-Embed {embed} with the Vega interpreter. Copyright
University of Washington Interactive Data Lab, D3 copyright Mike Bostock, and others. The owners and
the licences are in vega-licences.txt beside this file. */
"""


@contextmanager
def bundling() -> Iterator[Callable[[], bytes]]:
    """Begin to make the bundle beside other work, and give what waits for its bytes.

    That raises BuildError where it cannot be made. Whatever ends the work ends the process too.
    """
    with subprocess.Popen(  # noqa: S603  # This program, and nothing of a reader's.
        [sys.executable, "-P", "-c", COMMAND, str(SOURCE_ROOT)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:

        def made() -> bytes:
            script, _ = process.communicate()
            if process.returncode or not script:
                raise BuildError("The script of the explore pages cannot be made: see above.")
            return script

        try:
            yield made
        finally:
            process.kill()


def licences() -> bytes:
    """Return the owners and licences of what the bundle is made of, as text."""
    return Path(__file__).with_name("vega-licences.txt").read_bytes()


def serve() -> None:
    """Write the bundle to standard output."""
    sys.stdout.buffer.write(script().encode())


def script() -> str:
    """Return the bundle: a script that sets `vegaEmbed` and no other name.

    This process must not be forked afterwards.
    """
    import vl_convert

    lite = vl_convert.get_vegalite_versions()[-1]
    made = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=lite)
    banner = BANNER.format(
        vega=vl_convert.get_vega_version(), lite=lite, embed=vl_convert.get_vega_embed_version()
    )
    # Its hundreds of one-letter names would be the page's own.
    return f"{banner}(() => {{\n{made.strip()}\n}})();\n"
