"""Speed, measured side by side with a named peer in the same run, and reported as a ratio."""
