"""The code on a respondent's receipt: four words and eight digits, to be read out, written down and typed again.

4 × 10 bits of words and 26.5 bits of digits are 66.5 bits: enough that nobody finds one by trying, and no account or
e-mail is needed to come back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from hashlib import pbkdf2_hmac

from penholder.pure.ledger.words import WORDS

WORDS_IN_CODE = 4
DIGITS_IN_CODE = 8

_GROUP = 4
_SUGGESTIONS = 3
_TYPED_MAX = 200
_KNOWN = frozenset(WORDS)
_LENGTHS = range(min(map(len, WORDS)), max(map(len, WORDS)) + 1)
_RUN = re.compile(r"[^\W\d_]+|[0-9]+")
_NEARLY_DIGITS = re.compile(r"[0-9oil]*[0-9][0-9oil]*")
_LETTERS_FOR_DIGITS = str.maketrans("oil", "011")

# Every lookup pays for this many rounds once; whoever stole the hashes pays for them at every guess.
_ROUNDS = 1_000
_SALT = b"penholder receipt code v1"


class Mistyped(ValueError):
    """What was typed is not a code. The message says which part, and what it may have been."""


def new_code(randbelow: Callable[[int], int]) -> str:
    """A fresh code, every one equally likely; ``randbelow`` is ``secrets.randbelow`` or, in tests, something tamer."""
    words = [WORDS[randbelow(len(WORDS))] for _ in range(WORDS_IN_CODE)]
    return _joined(words, f"{randbelow(10**DIGITS_IN_CODE):0{DIGITS_IN_CODE}}")


def normalise(typed: str) -> str:
    """``typed`` as the code would be printed, as far as it can be made out; nothing is checked."""
    words, digits = _made_out(typed)
    return _joined(words, digits)


def check_code(typed: str) -> str:
    """The code in ``typed``, however it was spaced or cased; ``Mistyped`` says what is wrong with it."""
    words, digits = _made_out(typed)
    if not words and not digits:
        raise Mistyped(
            "Type the code from your receipt: four words and eight digits, like amber-otter-violet-spoon-4827-1933."
        )
    for number, word in enumerate(words[:WORDS_IN_CODE], start=1):
        if word not in _KNOWN:
            raise Mistyped(_unknown_word(number, word))
    if len(words) != WORDS_IN_CODE:
        raise Mistyped(
            f"The code has four words and you typed {_counted(len(words))}. Please look at your receipt again."
        )
    if len(digits) != DIGITS_IN_CODE:
        raise Mistyped(
            f"The code ends in eight digits and you typed {_counted(len(digits))}. Please look at your receipt again."
        )
    return _joined(words, digits)


def code_hash(code: str) -> str:
    """What is kept in place of ``code``: enough to find the response by it, and not to make the code again."""
    return pbkdf2_hmac("sha256", normalise(code).encode(), _SALT, _ROUNDS).hex()


def _joined(words: list[str], digits: str) -> str:
    groups = [digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP)]
    return "-".join([*words, *groups])


def _made_out(typed: str) -> tuple[list[str], str]:
    """The words and the digits in ``typed``: any case, any width of character, any or no separators."""
    plain = unicodedata.normalize("NFKC", typed[:_TYPED_MAX]).casefold()
    # Digits of other scripts are digits too.
    plain = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in plain)
    words: list[str] = []
    digits = ""
    for piece in re.findall(r"[^\W_]+", plain):
        if _NEARLY_DIGITS.fullmatch(piece):
            digits += piece.translate(_LETTERS_FOR_DIGITS)
            continue
        for run in _RUN.findall(piece):
            if run.isdigit():
                digits += run
            else:
                words.extend(_words_in(run))
    return words, digits


def _words_in(letters: str) -> list[str]:
    """``letters`` cut into known words. No word begins another, so there is at most one way to do it."""
    found: list[str] = []
    at = 0
    while at < len(letters):
        word = next((letters[at : at + n] for n in _LENGTHS if letters[at : at + n] in _KNOWN), None)
        if word is None:
            # With no word before it this is one word mistyped; after one, the rest is what cannot be read.
            found.append(letters[at:])
            break
        found.append(word)
        at += len(word)
    return found if all(word in _KNOWN for word in found) else [letters]


def _unknown_word(number: int, word: str) -> str:
    place = ("first", "second", "third", "fourth")[number - 1]
    near = get_close_matches(word, WORDS, n=_SUGGESTIONS, cutoff=0.6)
    shown = word if len(word) <= max(_LENGTHS) + 3 else f"{word[: max(_LENGTHS) + 3]}…"
    if not near:
        return f"The {place} word, “{shown}”, is not one that codes are made of. Please look at your receipt again."
    return f"The {place} word, “{shown}”, is not one that codes are made of. Could it be {_either(near)}?"


def _either(words: list[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _counted(number: int) -> str:
    return "none" if number == 0 else str(number)
