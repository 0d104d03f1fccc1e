"""A consultation's comments with known truth: model letters, what people made of them, and letters of nobody's model.

Every word is made here, from syllables and a small grammar, so that nothing is copied from anybody, and the same seed
makes the same comments. Made of the same mould as real letter campaigns: most people sign and send, some write before
and after, some cut, some change words, some keep half, and a few keep less than half of the letter between sentences of
their own; some texts come with words torn apart. One letter in five shares a paragraph with another, one in ten is only
three or four sentences long, and nearly everybody knows the same few polite phrases.

A text is of the letter it was made from. Of a letter that shares a paragraph, whoever keeps a part keeps at least a
quarter of it outside that paragraph, so that there is something to tell the two letters by; whoever sends nothing else
of it than the paragraph (“shared”) could be of either, is in the corpus to chain the two, and is not scored. Whoever
quotes one sentence of a letter, however short the letter is, or uses polite phrases, however little else there is, is of
no letter.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LETTERS = 40
IN_FAMILIES = 0.6
QUOTING = 0.1
PAIRED = 0.2
"""Of the letters: those that share a paragraph, 30 to 50 % of the shorter of two."""
SHARED = 0.05
"""Of those who use one of two such letters: who send the shared paragraph only."""
SHORT = 0.1
"""Of the letters: those of three or four sentences."""
POLITE = 0.3
PHRASES = 3
TORN = 0.08
STOCK = 5_000
STOCK_SHARE = 0.12
SPLICED_SHARE = 0.44
BORROWING = 0.3
NOBODY = -1
_SKEW = 2.2
_TYPESET = 0.15

_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sc",
    "sh",
    "sl",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "ai", "e", "ea", "ee", "i", "o", "oa", "oo", "ou", "u"]
_CODAS = [
    "b",
    "ck",
    "d",
    "ft",
    "g",
    "l",
    "ld",
    "lm",
    "m",
    "n",
    "nd",
    "ng",
    "nt",
    "p",
    "r",
    "rd",
    "rk",
    "rm",
    "rn",
    "s",
    "sk",
    "st",
    "t",
    "th",
]
_MIDDLES = [
    "al",
    "an",
    "ar",
    "ed",
    "el",
    "em",
    "en",
    "er",
    "id",
    "il",
    "im",
    "in",
    "ir",
    "ol",
    "on",
    "or",
    "ul",
    "um",
    "un",
    "ur",
]

# N noun, A adjective, V verb, D adverb; never four fixed words together, so that no shingle is everybody's.
_CLAUSES = (
    "the A N of our N will V every N",
    "N and N D V the A N",
    "most A N who V N should D V a N",
    "a N without A N cannot V its N",
    "when N V the N we D V A N",
    "my N has V for A N since the N of N",
    "no N ought to V N before the A N is V",
    "I have V this N with A N and D V it",
    "where A N V a N there is N and N",
    "please V the A N so that N can V N",
    "people with A N D V what N call N",
    "nothing in the N says how A N will V",
    "it is A N that V N rather than A N",
    "in our N we V N by A N each N",
    "the draft V N but never V the A N",
    "those whose N is A V more N than N",
    "if A N were V then N would D V",
    "each N needs A N to V the N of N",
    "I D V that N be V by A N",
    "there were A N at our N who V N",
)
_JOINTS = (", and ", ", but ", "; ", ", because ", ", although ", ", while ")
_CLOSINGS = ("Yours sincerely", "Kind regards", "With thanks", "Best wishes", "Yours faithfully", "Thank you")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeComments:
    """Texts in no order; beside each the number of its letter (−1: none), how it was made, and what kind the letter is.

    ``letter`` is “plain”, “paired” (it shares a paragraph with another) or “short”; for a quotation that of the letter
    quoted, and "" where there is none.
    """

    texts: tuple[str, ...]
    family: tuple[int, ...]
    made: tuple[str, ...]
    letter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A model letter; ``shared`` are the sentences it has in common with another one."""

    sentences: tuple[str, ...]
    kind: str
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Language:
    nouns: Words
    adjectives: Words
    verbs: Words
    adverbs: Words
    names: Words


def made_comments(
    count: int = 100_000, *, seed: int, letters: int = LETTERS, in_families: float = IN_FAMILIES
) -> MadeComments:
    """``count`` comments, ``in_families`` of them after one of ``letters`` model letters of very different fame."""
    return _Writer(random.Random(seed)).comments(count, letters, in_families)  # noqa: S311  only a choice


class _Writer:
    """Writes from one source of chance, one sentence after the other."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = _language(chance)
        self.stock: tuple[str, ...] = ()
        self.stock = tuple(self.sentence() for _ in range(STOCK))
        self.phrases = tuple(self.sentence() for _ in range(PHRASES))

    def comments(self, count: int, letters: int, in_families: float) -> MadeComments:
        models = self.letters(letters)
        sizes = _sizes(int(count * in_families), letters)
        rows: list[tuple[str, int, str, str]] = []
        for number, (model, size) in enumerate(zip(models, sizes, strict=True)):
            for _ in range(size):
                text, made = self.member(model)
                rows.append((text, number, made, model.kind))
        while len(rows) < count:
            rows.append(self.independent(models))
        self.chance.shuffle(rows)
        return MadeComments(
            texts=tuple(self.typeset(row[0]) for row in rows),
            family=tuple(row[1] for row in rows),
            made=tuple(row[2] for row in rows),
            letter=tuple(row[3] for row in rows),
        )

    def letters(self, count: int) -> list[_Letter]:
        """Of every kind, in no order."""
        models: list[_Letter] = []
        for _ in range(round(count * PAIRED / 2)):
            models += self.pair()
        models += [self.short_letter() for _ in range(round(count * SHORT))]
        while len(models) < count:
            models.append(self.letter(models))
        self.chance.shuffle(models)
        return models

    def letter(self, others: Sequence[_Letter]) -> _Letter:
        """6 to 16 sentences, 600 to 3,000 characters, all of its own; long ones may borrow one from another letter."""
        while True:
            sentences = [self.sentence() for _ in range(self.chance.randint(6, 16))]
            if others and len(sentences) > 9 and self.chance.random() < BORROWING:
                sentences[self.chance.randrange(len(sentences))] = self.chance.choice(
                    self.chance.choice(others).sentences
                )
            if 600 <= len(" ".join(sentences)) <= 3_000:
                return _Letter(tuple(sentences), "plain")

    def short_letter(self) -> _Letter:
        return _Letter(tuple(self.sentence() for _ in range(self.chance.randint(3, 4))), "short")

    def pair(self) -> tuple[_Letter, _Letter]:
        """Two letters with a paragraph in common."""
        while True:
            one, other = (list(self.letter(()).sentences) for _ in range(2))
            start = self.chance.randrange(len(one))
            shared = one[start : start + self.chance.randint(2, 6)]
            place = self.chance.randint(0, len(other))
            other[place:place] = shared
            share = _length(shared) / min(_length(one), _length(other))
            if 0.3 <= share <= 0.5:
                return _Letter(tuple(one), "paired", frozenset(shared)), _Letter(
                    tuple(other), "paired", frozenset(shared)
                )

    def member(self, model: _Letter) -> tuple[str, str]:
        """What one person made of the letter, and how."""
        if model.shared and self.chance.random() < SHARED:
            return self.shared(model), "shared"
        make: Callable[[_Letter], str]
        make, made = self.chance.choices(
            (
                (self.signed, "signed"),
                (self.framed, "framed"),
                (self.cut, "cut"),
                (self.edited, "edited"),
                (self.half, "half"),
                (self.torn, "torn"),
                (self.heavy, "heavy"),
            ),
            weights=(30, 22, 17, 13, 7, 6, 5),
        )[0]
        return make(model), made

    def signed(self, model: _Letter) -> str:
        return "\n\n".join([" ".join(model.sentences), self.signature()])

    def framed(self, model: _Letter) -> str:
        polite = [self.chance.choice(self.phrases)] if self.chance.random() < POLITE else []
        return " ".join([*polite, *self.own(1, 3), *model.sentences, *self.own(0, 2)])

    def cut(self, model: _Letter) -> str:
        """Up to a third of the sentences gone, and in four of ten one of the others moved."""
        kept = list(model.sentences)
        for _ in range(self.chance.randint(1, max(1, len(kept) // 3))):
            kept.pop(self.chance.randrange(len(kept)))
        if self.chance.random() < 0.4:
            moved = kept.pop(self.chance.randrange(len(kept)))
            kept.insert(self.chance.randint(0, len(kept)), moved)
        return " ".join(kept)

    def edited(self, model: _Letter) -> str:
        return " ".join([self.with_edits(" ".join(model.sentences).split(), 0.12), *self.own(0, 2)])

    def half(self, model: _Letter) -> str:
        """Half of the letter in one piece, with little or nothing beside it."""
        return " ".join([*self.own(0, 2), *self.piece(model, 0.5), *self.own(0, 2)])

    def shared(self, model: _Letter) -> str:
        """Only what another letter says, too."""
        kept = [one for one in model.sentences if one in model.shared]
        return " ".join([*self.own(0, 1), *kept, *self.own(0, 1)])

    def torn(self, model: _Letter) -> str:
        """As it comes out of a scanner or off a telephone: words split, run together, or short of a letter."""
        words = " ".join(model.sentences).split()
        return "".join(self.torn_word(word) if self.chance.random() < TORN else word + " " for word in words)

    def torn_word(self, word: str) -> str:
        place = self.chance.randint(1, max(1, len(word) - 1))
        return self.chance.choice(
            (f"{word[:place]} {word[place:]} ", word, f"{word[: place - 1]}{word[place:]} ")
        )

    def heavy(self, model: _Letter) -> str:
        """Less than half of the letter, in one piece, between sentences of their own."""
        run = self.with_edits(self.piece(model, 0.45), 0.05)
        return " ".join([*self.own(2, 4), run, *self.own(2, 4)])

    def piece(self, model: _Letter, share: float) -> list[str]:
        """So much of the letter's words, at least a quarter of them its own."""
        words = [(word, one not in model.shared) for one in model.sentences for word in one.split()]
        length = round(len(words) * share)
        while True:
            start = self.chance.randint(0, len(words) - length)
            run = words[start : start + length]
            if sum(is_own for _, is_own in run) * 4 >= length:
                return [word for word, _ in run]

    def with_edits(self, words: Sequence[str], share: float) -> str:
        """Of the words that change 35 % go, 35 % become others, 30 % are misspelt."""
        kept: list[str] = []
        for word in words:
            if self.chance.random() >= share:
                kept.append(word)
                continue
            what = self.chance.random()
            if what >= 0.7:
                kept.append(self.misspelt(word))
            elif what >= 0.35:
                kept.append(self.drawn(self.words.nouns))
        return " ".join(kept)

    def misspelt(self, word: str) -> str:
        if len(word) < 3:
            return word + word[-1]
        place = self.chance.randrange(len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    def independent(self, models: Sequence[_Letter]) -> tuple[str, int, str, str]:
        """2 to 10 sentences of nobody's model; one in ten quotes a sentence of one; three in ten are polite."""
        if self.chance.random() < POLITE:
            return self.polite(), NOBODY, "polite", ""
        sentences = self.own(2, 10)
        if self.chance.random() < QUOTING:
            model = self.chance.choice(models)
            place = self.chance.randint(0, len(sentences))
            sentences.insert(place, self.chance.choice(model.sentences))
            return " ".join(sentences), NOBODY, "quoting", model.kind
        return " ".join(sentences), NOBODY, "independent", ""

    def polite(self) -> str:
        """1 to 8 sentences of their own after a phrase that everybody knows; half of them end with one, too."""
        phrase = self.chance.choice
        closing = [phrase(self.phrases)] if self.chance.random() < 0.5 else []
        return " ".join([phrase(self.phrases), *self.own(1, 8), *closing])

    def own(self, least: int, most: int) -> list[str]:
        """Sentences of one's own; some are what others happen to write too, and many are half so."""
        return [self.own_sentence() for _ in range(self.chance.randint(least, most))]

    def own_sentence(self) -> str:
        what = self.chance.random()
        if what < STOCK_SHARE:
            return self.chance.choice(self.stock)
        if what < STOCK_SHARE + SPLICED_SHARE:
            return self.spliced()
        return self.sentence()

    def spliced(self) -> str:
        """Half of one common sentence and half of another, a quarter of the words replaced."""
        one, other = self.chance.choice(self.stock).split(), self.chance.choice(self.stock).split()
        words = [*one[: len(one) // 2], *other[len(other) // 2 :]]
        return " ".join(
            self.drawn(self.words.nouns) if self.chance.random() < 0.25 else word for word in words
        )

    def sentence(self) -> str:
        clauses = [self.clause() for _ in range(self.chance.choice((1, 2, 2, 2)))]
        said = clauses[0] if len(clauses) == 1 else self.chance.choice(_JOINTS).join(clauses)
        return f"{said[0].upper()}{said[1:]}."

    def clause(self) -> str:
        kinds = {
            "N": self.words.nouns,
            "A": self.words.adjectives,
            "V": self.words.verbs,
            "D": self.words.adverbs,
        }
        return " ".join(
            self.drawn(kinds[word]) if word in kinds else word
            for word in self.chance.choice(_CLAUSES).split()
        )

    def drawn(self, words: Words) -> str:
        """Some words are far commoner than others, as in any language."""
        return words[int(len(words) * self.chance.random() ** _SKEW)]

    def signature(self) -> str:
        """A closing, a name, and from some a place."""
        name = f"{self.drawn(self.words.names)} {self.drawn(self.words.names)}"
        place = f"\n{self.drawn(self.words.names)}" if self.chance.random() < 0.5 else ""
        return f"{self.chance.choice(_CLOSINGS)},\n{name}{place}"

    def typeset(self, text: str) -> str:
        """Some write in a word processor, which sets its own quotation marks and dashes."""
        if self.chance.random() >= _TYPESET:
            return text
        return text.replace("; ", " – ").replace(" I ", " I’d say I ", 1)


def _length(sentences: Sequence[str]) -> int:
    return sum(len(one.split()) for one in sentences)


def _sizes(total: int, letters: int) -> list[int]:
    """Fame falls with rank: the first letter has thousands, the last one some hundreds."""
    fame = [(rank + 1) ** -0.9 for rank in range(letters)]
    sizes = [int(total * share / sum(fame)) for share in fame]
    sizes[0] += total - sum(sizes)
    return sizes


def _language(chance: random.Random) -> _Language:
    syllables = ["".join(parts) for parts in itertools.product(_ONSETS, _VOWELS, _CODAS)]
    chance.shuffle(syllables)
    stems = [*syllables[:2_000], *dict.fromkeys(f"{a}{chance.choice(_MIDDLES)}" for a in syllables[2_000:])]
    nouns, adjectives, verbs, names = (
        stems[:2_500],
        stems[2_500:4_000],
        stems[4_000:5_500],
        stems[5_500:7_000],
    )
    chance.shuffle(nouns)
    return _Language(
        nouns=tuple(nouns),
        adjectives=tuple(word + chance.choice(("y", "ish", "ful", "ous", "")) for word in adjectives),
        verbs=tuple(word + chance.choice(("", "s", "ed")) for word in verbs),
        adverbs=tuple(word + "ly" for word in adjectives[:400]),
        names=tuple(word.capitalize() for word in names),
    )
