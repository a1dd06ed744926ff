"""Compute everything the portal says of its packages: the third stage of the line.

The rules are numbered as in the methodology: ratio of sums, five kinds of absence, attainment,
fiscal years, lateness, change, trend, year to date.
"""

from __future__ import annotations

from performance.compute.annual_series import pictured
from performance.compute.portal import compute

__all__ = ["compute", "pictured"]
