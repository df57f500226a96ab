"""Exact answers by OR-Tools' CP-SAT. Nothing outside imports this before `ortools.is_wanted` has said yes."""
