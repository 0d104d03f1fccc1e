"""Frameworks in tables: CSV, Excel and Moodle, with a map of the columns."""
