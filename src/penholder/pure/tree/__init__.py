"""A framework as a value: its statements, what changed between two states of it, and what is wrong with it."""
