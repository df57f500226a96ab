"""Reports of sessions, and the quality that they show."""
