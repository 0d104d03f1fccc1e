"""The command line: one module for each word, found by its name; no central list to grow."""
