"""Marks of tests that not every system can run."""

from pathlib import Path

import pytest

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="Only Linux has a /dev/full.")
