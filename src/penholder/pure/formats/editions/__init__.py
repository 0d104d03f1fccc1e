"""A framework for people: one HTML file, a Word document, a tagged PDF, all from one plan."""
