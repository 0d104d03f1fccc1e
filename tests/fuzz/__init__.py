"""Files that were never meant to be read, given to every reader: ``python -m tests.fuzz`` for long, the suite for a moment."""
