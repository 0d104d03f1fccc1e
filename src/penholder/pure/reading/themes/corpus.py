"""The texts as numbered words: each different text once, in one order whatever order they came in.

A text that thousands of people sent in is read once here, so that copies can neither make a theme of their own nor
bend what words mean; how often it came is counted beside it.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """T different texts, W different words, L words in all.

    ``texts``: (T) one spelling of each different text, in a fixed order. ``row``: for each text given, which of them it
    is, −1 for one without any word. ``words``: (W) in ascending order. ``word`` and ``text``: (L) the words of all
    texts one after the other, as places in ``words``, and the text each stands in.
    """

    texts: tuple[str, ...]
    row: Numbers
    words: tuple[str, ...]
    word: Numbers
    text: Numbers

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def times(self) -> Numbers:
        """(T) How often each different text came."""
        return np.bincount(self.row[self.row >= 0], minlength=len(self)).astype(np.int32)


def corpus_of(texts: Sequence[str]) -> Corpus:
    """The texts given, in which spelling, spacing and capitals make no difference to which text is which."""
    spelt: dict[str, str] = {}
    keys = []
    for text in texts:
        key = plain(text)
        keys.append(key)
        spelt[key] = min(spelt.get(key, text), text)
    found = {key: split for key in sorted(spelt) if (split := words_of(key))}
    place = {key: number for number, key in enumerate(found)}
    words = tuple(sorted({word for split in found.values() for word in split}))
    known = {word: number for number, word in enumerate(words)}
    return Corpus(
        texts=tuple(spelt[key] for key in found),
        row=np.array([place.get(key, -1) for key in keys], dtype=np.int32),
        words=words,
        word=np.fromiter((known[word] for split in found.values() for word in split), dtype=np.int32),
        text=np.repeat(
            np.arange(len(found), dtype=np.int32),
            np.fromiter((len(split) for split in found.values()), dtype=np.int64),
        ),
    )


def plain(text: str) -> str:
    """The text in one spelling: compatible forms folded, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def words_of(text: str) -> list[str]:
    """Its words, in order. A letter of a script that puts no spaces between words counts as a word."""
    return _word().findall(text)


def is_content(word: str, stop_words: Iterable[str]) -> bool:
    """Whether a word can say what a text is about: no stop word, and more than a stray letter."""
    return word not in stop_words and (len(word) > 1 or bool(re.match(_UNSPACED, word)))


_UNSPACED = "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"


@cache
def _word() -> re.Pattern[str]:
    """Letters and digits with the marks that belong to them (vowel signs are no letters to Python), and apostrophes."""
    marks = "".join(
        re.escape(chr(code))
        for code in range(min(0x1_0000, sys.maxunicode))
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}
    )
    letters = f"(?:(?!{_UNSPACED})[^\\W_]|[{marks}])"
    return re.compile(f"{_UNSPACED}[{marks}]*|{letters}+(?:'{letters}+)*")
