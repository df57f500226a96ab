"""Marks of tests that not every system can run, or not every run of the suite does."""

from pathlib import Path

import pytest

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="Only Linux has a /dev/full.")

without_transactions_when_long = pytest.mark.parametrize(
    "settings", ["auto", pytest.param("never", marks=pytest.mark.long)], indirect=True
)
"""For tests of either_way that read, are refused, or write a single document, which both ways do alike."""
