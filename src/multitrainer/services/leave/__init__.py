"""Leave, and what follows from it."""
