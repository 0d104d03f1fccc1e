"""Themes: what many texts speak about, suggested from their own words; and which theme a text may belong to.

Everything is learnt from the texts at hand: no language model, no word list but English stop words, nothing from
elsewhere. What comes out are suggestions, each with the words that led to it; a theme is what people make of them.
"""
