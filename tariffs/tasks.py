"""Tariffs does nothing in the background."""
