"""Sites of a few files, built with the writer alone."""

from pathlib import Path

from performance.write import MANIFEST, Left, Staging


def build(output: Path, files: dict[str, bytes], left: Left | None = None) -> Left:
    """Build a site of these files, knowing how the last one was left; return how this one is."""
    with Staging(output, known=left) as staging:
        for path, data in files.items():
            staging.write(path, data)
        return staging.commit()


def site(output: Path) -> dict[str, bytes]:
    """Return the files of a site without its manifest."""
    found = {str(p.relative_to(output)): p.read_bytes() for p in output.rglob("*") if p.is_file()}
    found.pop(MANIFEST, None)
    return found


def beside(output: Path) -> list[str]:
    """Return what lies beside an output, without it and its lock."""
    own = (output.name, f".{output.name}.lock")
    return sorted(p.name for p in output.parent.iterdir() if p.name not in own)
