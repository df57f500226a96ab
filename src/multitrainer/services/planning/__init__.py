"""Proposals: made by solvers beside the requests, looked at, applied and taken back."""
