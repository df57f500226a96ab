"""Threads, the messages in them, and files."""
