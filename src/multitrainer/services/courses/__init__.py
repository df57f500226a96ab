"""Courses and their batches, and who trains on which."""
