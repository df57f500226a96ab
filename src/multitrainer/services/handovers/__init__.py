"""Handover notes."""
