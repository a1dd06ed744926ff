"""The course of a figure over time: level, season, events and noise, drawn from a named seed."""

from hashlib import sha256

import numpy as np
import numpy.typing as npt

from demo.plan import Column, Table

Figures = npt.NDArray[np.float64]

# Twelve factors, January to December, about 1 on average.
SEASONS: dict[str, tuple[float, ...]] = {
    "flat": (1.0,) * 12,
    "leaves": (0.55, 0.5, 0.8, 1.15, 1.3, 1.1, 0.95, 0.9, 0.9, 1.25, 1.75, 0.95),
    "thaw": (1.25, 1.6, 1.7, 1.25, 1.0, 0.85, 0.75, 0.7, 0.65, 0.7, 0.8, 0.95),
    "after thaw": (0.97, 0.94, 0.93, 0.96, 0.99, 1.01, 1.03, 1.04, 1.04, 1.03, 1.02, 1.0),
    "frost": (1.6, 1.4, 1.1, 0.9, 0.8, 0.8, 0.85, 0.9, 0.85, 0.85, 0.95, 1.2),
    "summer": (0.88, 0.86, 0.94, 0.99, 1.06, 1.1, 1.13, 1.11, 1.04, 1.0, 0.95, 0.94),
    "bathing": (0.0, 0.0, 0.0, 0.0, 0.45, 1.35, 1.6, 1.2, 0.4, 0.0, 0.0, 0.0),
    "school": (1.02, 1.04, 1.05, 1.03, 0.98, 1.12, 1.18, 0.86, 0.94, 1.0, 0.97, 0.81),
    "travel": (0.86, 0.84, 1.03, 0.99, 1.05, 1.11, 1.15, 1.09, 0.97, 1.02, 0.97, 0.92),
    "freight": (0.93, 0.88, 0.99, 0.97, 0.99, 1.0, 0.98, 1.0, 1.02, 1.06, 1.1, 1.08),
    "building": (0.82, 0.86, 1.04, 1.1, 1.12, 1.1, 1.04, 1.06, 1.0, 1.01, 0.95, 0.9),
    "paving": (0.2, 0.25, 0.7, 1.2, 1.5, 1.6, 1.5, 1.5, 1.4, 1.2, 0.7, 0.25),
    "rain": (1.02, 0.98, 1.1, 0.92, 0.9, 1.0, 1.15, 1.08, 0.95, 0.78, 0.98, 1.14),
    "storage": (1.0, 1.04, 1.07, 1.08, 1.07, 1.03, 0.98, 0.94, 0.91, 0.91, 0.95, 1.02),
    "overtime": (1.05, 0.95, 0.96, 0.94, 1.0, 1.08, 1.14, 1.06, 0.96, 0.94, 0.96, 1.06),
}


def factors(column: Column, table: Table, member: str) -> Figures:
    """Return a column's level × season × event × noise for each period of the table's calendar."""
    days = np.array([p.start.toordinal() for p in table.calendar], dtype=np.float64)
    at = [float(table.period(text).start.toordinal()) for text in column.knots]
    level = np.interp(days, at, [float(value) for value in column.knots.values()])
    season = np.array([SEASONS[column.season][p.end.month - 1] for p in table.calendar])
    events = {str(period): factor for period, factor in column.events.items()}
    event = np.array([events.get(p.key, 1.0) for p in table.calendar])
    random = source(f"{table.metrics[0]['name']}/{column.name}/{member}")
    noise = 1 + column.noise * np.clip(random.standard_normal(len(days)), -2, 2)
    figures: Figures = level * season * event * noise
    return figures if column.ceiling is None else np.minimum(figures, column.ceiling)


def source(name: str) -> np.random.RandomState:
    """Return a source of chance seeded by a name.

    NumPy promises that the stream of a `RandomState` never changes; newer generators may.
    """
    seed = int.from_bytes(sha256(name.encode()).digest()[:4], "big")
    return np.random.RandomState(seed)
