"""Who teaches what: a problem in, an explained solution out. No database, no clock, nothing of the rest of the service.

docs/planning.md describes problem and solution, which are JSON.
"""
