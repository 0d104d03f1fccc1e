"""A framework as a value: what changed in it, how it is changed, what is wrong with it."""
