"""Run the command line: `python -m performance`."""

from performance.cli import main

if __name__ == "__main__":
    main(prog_name="portal")
