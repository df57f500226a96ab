"""The JSON API: endpoints parse, delegate, return."""
