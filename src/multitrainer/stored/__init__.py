"""How things are stored: pure functions between documents and the domain's values."""
