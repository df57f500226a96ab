"""What would have to change so that more batches can be taught, each way proved by a plan for the changed problem.

docs/planning-explained.md describes what is answered.
"""
