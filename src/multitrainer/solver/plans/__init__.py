"""A plan while it is made: who teaches what, what each term counts of it, and why somebody can't."""
