"""What a statement can be known by where its identifier says nothing, and how much two texts have in common."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from penholder.pure.tree.statement import Statement

LIKELY = 0.6
"""Below this share of words in common, in order, nothing is suggested."""

_WORDS = re.compile(r"\w+")
_MOST_PAIRS = 5_000
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Known:
    """The names of a statement, made once: its code, its text to the letter, and its words.

    ``words`` leaves out what typing again changes: case, spacing, punctuation, the form of letters. ``parent`` is empty
    at the top, and where the statement above is not in the tree.
    """

    uid: str
    parent: str
    code: str
    text: str
    words: str


def known(statement: Statement, parent: str) -> Known:
    """A statement with its names."""
    return Known(statement.uid, parent, code_of(statement), statement.text, _words(statement.text))


def code_of(statement: Statement) -> str:
    """The code without spacing and case."""
    return "".join(statement.code.split()).casefold()


def words_of(statement: Statement) -> tuple[str, ...]:
    """The words that are compared, the first few hundred."""
    return compared(_words(statement.text))


def compared(words: str) -> tuple[str, ...]:
    """The same of words that are known already."""
    return tuple(words.split()[:_LONGEST])


def likeness(words: tuple[str, ...], others: tuple[str, ...]) -> float:
    """The share of words that agree in order (Ratcliff and Obershelp); of texts that repeat themselves, in any order.

    The same whichever comes first, which the method by itself does not promise.
    """
    if not words or not others:
        return 0.0
    words, others = sorted((words, others))
    here, there = Counter(words), Counter(others)
    at_most = 2 * sum((here & there).values()) / (len(words) + len(others))
    if at_most < LIKELY or sum(times * there[word] for word, times in here.items()) > _MOST_PAIRS:
        return at_most
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio()


def _words(text: str) -> str:
    """The words; of a text that has none, such as a face or a sign, the text."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORDS.findall(plain) or plain.split())
