"""What still says that a name follows where everything is in capitals, and a capital therefore says nothing.

“MY GP REFUSED” and “MY GP ANYA” look the same. So among capitals a name needs more: punctuation around it, or a word after it
that only people do.
"""

from __future__ import annotations

from penholder.pure.reading.names.words import Words, is_blank, vocabulary

_WITHIN = 2
"""Words on either side among which one is looked for that can tell capitals from small letters."""
_MOST_PARTS = 3
_DONE_BY_PEOPLE = vocabulary("said says told tells asked listened helped rang knew thought who")
_VERBAL = ("ed", "ing")
_NAMES_ENDING_SO = ("med", "fred", "ted")
_OPENING, _CLOSING = frozenset({",", "(", "–", "-"}), frozenset({",", ")", "–", "-"})


def is_among_capitals(words: Words, first: int, last: int) -> bool:
    """Whether the word before ``first`` or that after ``last`` is in capitals, or there is none on either side.

    One side is enough: people shout a sentence, not always a whole comment.
    """
    before = reversed(words[max(0, first - _WITHIN) : first])
    after = words[last + 1 : last + 1 + _WITHIN]
    nearest = [next((word.text for word in side if word.is_telling), "") for side in (before, after)]
    return not any(nearest) or any(map(str.isupper, nearest))


def is_verbal(plain: str) -> bool:
    """“refused”, “laughing”: among capitals more likely what somebody did than who it was."""
    return plain.endswith(_VERBAL) and not plain.endswith(_NAMES_ENDING_SO)


def is_set_off(text: str, words: Words, place: int) -> bool:
    """Whether “MY NURSE, ANYA,” or “MY NURSE ANYA SAID” shows that the word is a name."""
    if is_verbal(words[place].plain):
        return False
    if words[place].text != words[place].bare:
        return True  # MY FRIEND ANYA’S SISTER
    if (
        place + 1 < len(words)
        and words[place + 1].plain in _DONE_BY_PEOPLE
        and is_blank(text, words[place], words[place + 1])
    ):
        return True
    before = text[words[place - 1].end : words[place].start].strip() if place else ""
    last = place
    while last + 1 < min(len(words), place + _MOST_PARTS) and is_blank(text, words[last], words[last + 1]):
        last += 1
    after = text[words[last].end : words[last].end + 1]
    return before in _OPENING and after in _CLOSING
