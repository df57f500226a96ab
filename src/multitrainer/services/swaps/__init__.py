"""Swaps: two trainers hold each other's sessions."""
