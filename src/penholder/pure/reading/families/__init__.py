"""Families: texts that say nearly the same, the letter they share, and what each person added to it."""
