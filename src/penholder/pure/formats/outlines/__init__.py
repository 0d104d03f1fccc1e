"""Frameworks in outlines: plain text, and Word documents by headings, numbers and tables."""
