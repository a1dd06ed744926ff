"""A public performance portal: data packages in, a static site of metrics out."""

__version__ = "1.0.0"


def register() -> None:
    """Register the Pelican plugin."""
    # Imported here so that `import performance` stays light for the processes that draw charts.
    from performance.plugin import register as connect

    connect()
