"""Why a plan is as it is, what else could be, and what would have to change for more. No database, no clock.

docs/planning-explained.md describes what is answered.
"""
