"""Unfold in Python."""
