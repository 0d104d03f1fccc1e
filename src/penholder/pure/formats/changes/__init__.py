"""The change report between two states of a framework: one value, told as text, JSON, HTML and Word."""
