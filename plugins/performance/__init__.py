"""A public performance portal: data packages in, a static site of metrics out."""

from __future__ import annotations

import os

# Nothing here multiplies matrices, and the threads in which NumPy would do so wait busily: a tenth
# of a second of processor time each time that it is imported. It asks when it is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "1.0.0"


def register() -> None:
    """Register the Pelican plugin."""
    # Imported here so that `import performance` stays light for the processes that draw charts.
    from performance.plugin import register as connect

    connect()
