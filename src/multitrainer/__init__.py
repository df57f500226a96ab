"""multitrainer: courses and batches with several trainers."""

__version__ = "0.1.0"
