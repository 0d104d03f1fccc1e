"""Other people's files into values, and values into files: frameworks, tables, Word forms.

Every reader here reports what was odd, row by row, and drops nothing silently; a file that cannot be read at all gets a
sentence saying what is wrong, where and what to do.
"""
