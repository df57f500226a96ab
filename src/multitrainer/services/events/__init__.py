"""The live stream of what changes."""
