"""Takes in a draft and all that was decided about it. Publishes text and outcomes in one act.

The gate opens when nothing stands in the way. Hands on what became of every response.
"""
