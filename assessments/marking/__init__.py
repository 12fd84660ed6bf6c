"""Marking by rule: pure functions over texts and numbers, no database and no clock."""
