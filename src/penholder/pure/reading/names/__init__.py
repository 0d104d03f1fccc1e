"""Finding, in what people wrote, the words that give a person away: to warn the writer, and the reader who publishes.

Nothing here takes a word out, and nothing it misses is thereby safe to publish: a person looks before anybody else does.
"""
