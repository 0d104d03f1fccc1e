"""Forms and comment tables that people filled in: read, and given back in the same shape.

``comment`` is the one record that every sort of comment table maps to, ``profile`` the sorts there are.
"""
