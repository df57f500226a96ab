"""Students on courses, where they sit, and many of them at once."""
