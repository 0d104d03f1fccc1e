"""Names of people, where the words before them say that a name follows.

There is no list of first names here, which would find some people's names and not others': a title (“Dr”), what somebody
is to the writer (“my CPN”, “my sister”), or that somebody is called so, is what gives a name away. A name that stands alone
is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from penholder.pure.reading.names.found import Found, Kind
from penholder.pure.reading.names.shouting import is_among_capitals, is_set_off, is_verbal
from penholder.pure.reading.names.telling_words import (
    AND,
    ARTICLES,
    CALLED_FOR,
    CALLING,
    CLOSINGS,
    GREETINGS,
    HASTY_TITLES,
    IN_CAPITALS,
    KIN,
    LABELLED,
    LEADING,
    NAMED_PC,
    NAMES_TOO,
    NEAR_TITLES,
    NEVER_NAMES,
    NOT_NAMES,
    NOT_SMALL,
    OWNERS,
    PARTICLES,
    PERSONS,
    PLAIN_TITLES,
    PRONOUNS,
    RELATED,
    RELATIONS,
    ROAD_WORDS,
    SAID_OF_NAMES,
    SAYS_HOW,
    SHORT_TITLES,
    SIGNING_OFF,
    SOMEBODY,
    SURNAMES_TOO,
    THANKED,
    TITLES,
    TITLES_ALOUD,
)
from penholder.pure.reading.names.words import Word, Words, is_blank, is_gap

_MOST_PARTS = 4
_MOST_PARTICLES = 2
_MOST_INITIALS = 2
_LONGEST_BREAK = 10
_FARTHEST_OWNER = 4
_QUOTING = frozenset({"", "“", "‘", '"', "'", "„", "«", "‚"})
_LABEL = re.compile(r"(?: \([^()\n]{1,30}\))?[ \t\xa0]*:[ \t\xa0]*")
_FURTHER = re.compile(r"[ \xa0]([A-Z]\w+)")
_ENDS_LINE = re.compile(r"[ \t,.!x]{0,6}(?:\r?\n|\Z)", re.IGNORECASE)


def people(text: str, words: Words) -> Iterator[Found]:
    """Names after a title (the title is part of the find), after what a person is to somebody, and after “called”."""
    for place, word in enumerate(words):
        plain = word.plain
        if plain in TITLES:
            yield from _titled(text, words, place)
        if _is_relation(plain):
            yield from _related(text, words, place)
            yield from _before_relation(text, words, place)
        if plain in CALLING or plain in {"name", "names", "name's", "name’s"}:
            yield from _called(text, words, place)
        if plain == "name":
            yield from _labelled(text, words, place)
        if plain in {"of", "by"} and place > 1 and words[place - 1].plain in LEADING[plain]:
            yield from _known_as(text, words, place)
        if plain in GREETINGS or plain in CLOSINGS or plain in THANKED:
            yield from _addressed(text, words, place)
        if plain in SIGNING_OFF or plain in THANKED:
            yield from _signed(text, words, place)


# Titles


def _titled(text: str, words: Words, place: int) -> Iterator[Found]:
    title = words[place]
    if _is_road(text, words, place) or title.text != title.bare:
        return
    first = place + 1
    if first >= len(words) or not is_gap(text, title, words[first]):
        return
    if initialled := _end_after_initials(text, words, first):
        yield Found(title.start, initialled, Kind.NAME)
        return
    # MS Word: a title in capitals takes a name in capitals. A PC is written so always.
    shouted = title.is_shouted and title.plain in SHORT_TITLES and not _is_constable(words, place)
    begins = _begins_name(text, words, first, after=title) or _are_initials(words, first)
    if (not shouted and begins) or _is_titled_aloud(text, words, place):
        end = _end_of_name(text, words, first)
    elif title.plain in HASTY_TITLES and _is_hasty(text, words, place):
        last = _after_particles(words, first)
        end = words[last].start + len(words[last].bare)
    else:
        return
    if title.text[0].islower() and title.plain not in HASTY_TITLES | KIN:
        return  # “I miss London”, “they judge Sam”
    yield Found(title.start, end, Kind.NAME)
    yield from _joined(text, words, first, end)


def _is_constable(words: Words, place: int) -> bool:
    """“PC Smith”, but neither “PC World” nor “my PC Monday”."""
    owned = place and words[place - 1].plain in OWNERS | NEAR_TITLES
    return not owned and words[place].plain in IN_CAPITALS and words[place + 1].plain not in NAMED_PC


def _joined(text: str, words: Words, first: int, end: int) -> Iterator[Found]:
    """“Drs Khan and Lee”: the second of two under one title."""
    if words[first - 1].plain == "drs":
        yield from _another(words, first, end, text)


def _begins_name(text: str, words: Words, place: int, *, after: Word) -> bool:
    word = words[place]
    if after.plain in PLAIN_TITLES and word.is_capitalised:
        if word.plain in NEVER_NAMES & SURNAMES_TOO:
            return text[after.end : word.start] == " "  # Mr An; not “my Dr. So I”
        return word.plain not in NEVER_NAMES | (PLAIN_TITLES | {"miss"})  # Mr March and Mrs Bishop are people
    return _is_initial(text, word) or _is_name(word) or _is_particled(words, place)


def _are_initials(words: Words, place: int) -> bool:
    """“JT” of “Mr JT Smith”."""
    word = words[place]
    return (
        word.is_shouted
        and len(word.text) <= _MOST_INITIALS + 1
        and word.plain not in NOT_NAMES
        and place + 1 < len(words)
        and _is_name(words[place + 1])
        and words[place - 1].plain in PLAIN_TITLES
        and not words[place - 1].is_shouted
    )


def _is_particled(words: Words, place: int) -> bool:
    """“de Souza”, “van der Berg”: small words and then a name."""
    following = place
    while (
        following < len(words) and following - place < _MOST_PARTICLES and words[following].plain in PARTICLES
    ):
        following += 1
    return place < following < len(words) and _is_name(words[following])


def _is_name(word: Word) -> bool:
    """A capital and small letters, and no word that is written so for another reason."""
    return (
        word.is_capitalised
        and word.plain not in NOT_NAMES
        and (word.plain not in TITLES or word.plain in SURNAMES_TOO)
    )


def _is_shouted_name(leading: Word, word: Word) -> bool:
    """“DR SMITH”, “MY FRIEND ANYA”: a name among capitals, after a word that begins with one."""
    plain = word.plain
    likely = (
        word.is_shouted and plain not in NOT_NAMES | NOT_SMALL and plain.removesuffix("s") not in NOT_NAMES
    )
    return likely and len(word.text) > 2 and leading.text[0].isupper()  # noqa: PLR2004 - letters


def _is_titled_aloud(text: str, words: Words, place: int) -> bool:
    """“DR SMITH”, but not “MY DR LAUGHED”, and among capitals neither “NURSE LAUGHED” nor “MAJOR CHANGES”."""
    title, word = words[place], words[place + 1]
    if not _is_shouted_name(title, word):
        return False
    if place and words[place - 1].plain in OWNERS | NEAR_TITLES:
        return False
    if not is_among_capitals(words, place, place + 1):
        return not is_verbal(word.plain)
    return title.plain in TITLES_ALOUD or is_set_off(text, words, place + 1)


def _is_initial(text: str, word: Word) -> bool:
    """“J.” or “J”, but not the word I."""
    alone = len(word.text) == 1 and word.text.isupper()
    return alone and (word.text != "I" or text[word.end : word.end + 1] == ".")


def _is_hasty(text: str, words: Words, place: int) -> bool:
    """“dr patel said”: a name in small letters, unless the title is used as a plain word (“my dr said”)."""
    plain = words[place].plain in PLAIN_TITLES
    far = 1 if plain else 2  # “our local councillor wants”
    if any(before.plain in OWNERS | NEAR_TITLES for before in words[max(0, place - far) : place]):
        return False
    word = words[_after_particles(words, place + 1)]
    return (
        word.is_small
        and (plain or not is_verbal(word.plain))
        and is_gap(text, words[place], words[place + 1])
        and word.plain not in NOT_SMALL | NEVER_NAMES
    )


def _after_particles(words: Words, first: int) -> int:
    """“van der berg”: the place of the word after all the small ones."""
    place = first
    while place < min(first + _MOST_PARTICLES, len(words) - 1) and words[place].plain in PARTICLES:
        place += 1
    return place


def _end_after_initials(text: str, words: Words, first: int) -> int:
    """Where “h. kaur” or “A. B. HUGHES” ends, in small letters or in capitals throughout; 0 for anything else."""
    place = first
    while (
        place < min(first + _MOST_INITIALS, len(words) - 1)
        and len(words[place].text) == 1
        and words[place].text.isalpha()
        and text[words[place].end : words[place + 1].start] in {". ", "."}
    ):
        place += 1
    if place == first or words[place].plain in NOT_SMALL | NEVER_NAMES:
        return 0
    if words[place].is_shouted:
        return _end_of_name(text, words, place)
    last = words[_after_particles(words, place)]
    return last.start + len(last.bare) if last.is_small else 0


def _is_road(text: str, words: Words, place: int) -> bool:
    """“12 Willow Dr”, “on Willow Dr Leeds”: here Dr is a drive."""
    if words[place].plain != "dr":
        return False
    back = place - 1
    small = words[place].text == "dr"
    shouted = words[place].is_shouted
    while (
        back >= 0
        and place - back <= _MOST_PARTS
        and (words[back].is_capitalised or ((small or shouted) and words[back].text.isalpha()))
        and is_blank(text, words[back], words[back + 1])
    ):
        back -= 1
    if back == place - 1 or back < 0:
        return False
    leading = words[back]
    numbered = leading.text[0].isdecimal()
    return is_blank(text, leading, words[back + 1]) and (
        numbered or (leading.plain in ROAD_WORDS and not (small or shouted))
    )


# Relations and naming


def _related(text: str, words: Words, place: int) -> Iterator[Found]:
    """“my CPN Julie”, “our friend, Tom”: the name alone is the find."""
    relation, first = words[place], place + 1
    if first >= len(words):
        return
    owned = _is_owned(words, place)
    if not (_is_name(words[first]) or (owned and _is_owned_name(text, words, place))):
        return
    between = text[relation.end : min(words[first].start, relation.end + 4)]
    close = words[first].start - relation.end <= 3  # noqa: PLR2004 - “, (”
    if not close or between.strip(" \t\xa0") not in {"", ",", "(", ", (", "-", "–"} or "\n" in between:
        return
    if relation.is_capitalised and not owned:
        return  # “Peer Support Worker Wellbeing”: a heading or a job's name
    end = _end_of_name(text, words, first)
    if between.strip() and not owned and text[end : end + 1] not in {",", ")"}:
        return  # “the nurse, Monday’s one”, but “the nurse, Anya, said”
    yield Found(words[first].start, end, Kind.NAME)
    if relation.plain.endswith("s"):
        yield from _another(words, first, end, text)


def _is_owned_name(text: str, words: Words, place: int) -> bool:
    """“my sister May”, “MY FRIEND ANYA”: no name by its letters, but by whose it is."""
    relation, word = words[place], words[place + 1]
    if word.plain in NAMES_TOO:
        return word.text.istitle()
    shouting = relation.is_shouted and words[max(0, place - 1)].text.isupper()
    if not shouting or not _is_shouted_name(relation, word):
        return False
    if is_among_capitals(words, place - 1, place + 1):
        return is_set_off(text, words, place + 1)
    return not is_verbal(word.plain)


def _another(words: Words, first: int, end: int, text: str) -> Iterator[Found]:
    """“my friends Sam and Jo”, “Drs Khan and Lee”: the second of two."""
    place = first
    while place < len(words) and words[place].end <= end:
        place += 1
    if place + 1 < len(words) and words[place].plain in AND and _is_name(words[place + 1]):
        yield Found(words[place + 1].start, _end_of_name(text, words, place + 1), Kind.NAME)


def _is_relation(plain: str) -> bool:
    """“friend”, “friends”, “godmother”, “ex-husband”."""
    one = plain.removesuffix("s")
    return (
        plain in RELATIONS or one in RELATIONS or one.endswith(RELATED) or one.rpartition("-")[2] in RELATIONS
    )


def _before_relation(text: str, words: Words, place: int) -> Iterator[Found]:
    """“Julie, my CPN, said”, “Julie (our support worker)”."""
    for owner in range(place - 1, max(0, place - _FARTHEST_OWNER), -1):
        if words[owner].plain not in OWNERS:
            continue
        named = words[owner - 1]
        between = text[named.end : min(words[owner].start, named.end + _LONGEST_BREAK)]
        if between in {", ", " (", " - ", " – "} and _is_name(named):
            first = owner - 1
            if first and _is_name(words[first - 1]) and is_blank(text, words[first - 1], named):
                first -= 1
            yield Found(words[first].start, named.start + len(named.bare), Kind.NAME)
        return


def _is_owned(words: Words, place: int) -> bool:
    return any(
        words[back].plain in OWNERS or words[back].text != words[back].bare
        for back in range(max(0, place - 4), place)
    )


def _called(text: str, words: Words, place: int) -> Iterator[Found]:
    """“a nurse called Priya”, “her name is Mo”, “my name’s Tom Baker”, “my CPN’s name is Ann”."""
    word, first = words[place], place + 1
    naming = word.plain.startswith("name") and word.plain not in CALLING
    if naming:
        if not (place and _owns_name(words[place - 1])):
            return
        if word.text == word.bare:
            if first >= len(words) or words[first].plain not in {"is", "was", "are", "were"}:
                return
            first += 1
    elif not _speaks_of_person(words, place):
        return
    if first >= len(words) or not _leads_to(text, words[first - 1], words[first]):
        return
    plainly = naming or is_blank(text, words[first - 1], words[first]) or _is_person_named(words, place)
    if not plainly:
        return  # “the nurse called ‘Security!’”
    if _is_name(words[first]) or _is_called_aloud(words, place, first, naming=naming):
        yield Found(words[first].start, _end_of_name(text, words, first), Kind.NAME)
    elif _is_small_name(words[first]) and (naming or _is_person_named(words, place)):
        yield Found(words[first].start, words[first].start + len(words[first].bare), Kind.NAME)


def _labelled(text: str, words: Words, place: int) -> Iterator[Found]:
    """“Name: Julie Smith”, “Full name (optional): J. Smith”, as forms have it; but not “Trust name: Leeds”."""
    label, first = words[place], place + 1
    before = text[max(0, label.start - _LONGEST_BREAK) : label.start].rstrip(" \t\xa0")[-1:]
    if before.isalnum() and words[place - 1].plain not in LABELLED | PERSONS | RELATIONS | OWNERS:
        return
    colon = _LABEL.match(text, label.end)
    while colon and first < len(words) and words[first].start < colon.end():
        first += 1
    if not colon or first >= len(words) or words[first].start != colon.end():
        return
    if _is_name(words[first]) or _is_initial(text, words[first]):
        end = _end_of_name(text, words, first)
        further = _FURTHER.match(text, end)
        if not further or further[1].casefold() not in NOT_NAMES:  # “Name: Leeds Community Trust”
            yield Found(words[first].start, end, Kind.NAME)


def _leads_to(text: str, one: Word, other: Word) -> bool:
    """Only blanks stand between, or a colon, or a mark of quotation: “my name is: Tom”, “called ‘Priya’”."""
    if is_blank(text, one, other):
        return True
    between = text[one.end : min(other.start, one.end + _LONGEST_BREAK)]
    return between[:1] in {" ", "\xa0", ":"} and between.strip(" \t\xa0:") in _QUOTING


def _owns_name(word: Word) -> bool:
    """“my”, “my CPN’s”, “the woman’s”; a team has a name too."""
    return word.plain in OWNERS or (word.text != word.bare and word.plain in PERSONS | RELATIONS)


def _is_called_aloud(words: Words, place: int, first: int, *, naming: bool) -> bool:
    """“A NURSE NAMED PRIYA”, but not “THE NURSE CALLED SECURITY”."""
    word = words[place]
    if not word.is_shouted or not _is_shouted_name(word, words[first]):
        return False
    if not is_among_capitals(words, place, first):
        return True
    if naming:
        return words[first].plain not in SAID_OF_NAMES
    before = [words[back].plain for back in range(max(0, place - 2), place)]
    if before[:1] == ["who"] and before[-1] in {"is", "was"}:
        return True
    return _is_person_named(words, place) and not is_verbal(words[first].plain)


def _is_person_named(words: Words, place: int) -> bool:
    """“a nurse named”; and “a nurse called”, “somebody called”, but for what nurses call."""
    before = words[place - 1].plain if place else ""
    earlier = words[place - 2].plain if place > 1 else ""
    person = before in (PERSONS | RELATIONS) - PRONOUNS
    if words[place].plain == "named":
        return person
    introduced = (person and (before in SOMEBODY or earlier in ARTICLES)) or (earlier, before) == (
        "who",
        "is",
    )
    return introduced and place + 1 < len(words) and words[place + 1].plain not in CALLED_FOR


def _is_small_name(word: Word) -> bool:
    """“my name is julie”, but not “my name is spelt wrong” or “is unusual”."""
    return (
        word.is_small
        and word.plain not in NOT_SMALL | NOT_NAMES | SAID_OF_NAMES
        and not word.plain.endswith(SAYS_HOW)
    )


def _known_as(text: str, words: Words, place: int) -> Iterator[Found]:
    """“by the name of Sam”, “who goes by Mo”."""
    first = place + 1
    if words[place].plain == "of" and words[max(0, place - 3)].plain != "by":
        return  # “the name of Category”
    if first >= len(words) or not is_blank(text, words[place], words[first]):
        return
    by_name = words[place].plain == "of" or words[max(0, place - 2)].plain == "who"
    if by_name and (_is_small_name(words[first]) or _is_shouted_name(words[place], words[first])):
        yield Found(words[first].start, words[first].start + len(words[first].bare), Kind.NAME)
    if _is_name(words[first]):
        yield Found(words[first].start, _end_of_name(text, words, first), Kind.NAME)


def _speaks_of_person(words: Words, place: int) -> bool:
    return any(words[back].plain in PERSONS | RELATIONS for back in range(max(0, place - 3), place))


def _addressed(text: str, words: Words, place: int) -> Iterator[Found]:
    """“Dear Julie”, “Thanks to Amir”, “Kind regards, Tom”."""
    word, first = words[place], place + 1
    if word.plain in THANKED:
        if first < len(words) and words[first].plain == "you":
            first += 1
        first += first < len(words) and words[first].plain in {"to", "goes"}
    if first >= len(words) or not _is_name(words[first]):
        return
    between = text[words[first - 1].end : words[first].start]
    closing = word.plain in CLOSINGS
    if (closing and not between.strip(" \t\r\n,:–-") and len(between) < _LONGEST_BREAK) or between in {
        " ",
        "\xa0",
    }:
        if closing and between == " " and word.plain != "signed":
            return
        yield Found(words[first].start, _end_of_name(text, words, first), Kind.NAME)


def _signed(text: str, words: Words, place: int) -> Iterator[Found]:
    """“Many thanks,” or “Best,” and below it nothing but a name: words too common to tell by themselves."""
    first = place + 1
    if words[place].plain == "thank" and first < len(words) and words[first].plain == "you":
        first += 1
    if first >= len(words) or not _is_name(words[first]):
        return
    between = text[words[first - 1].end : min(words[first].start, words[first - 1].end + _LONGEST_BREAK)]
    if "\n" not in between or between.strip(" \t\r\n,!.–-"):
        return
    if words[place].plain in SIGNING_OFF and between.lstrip(" \t")[0] not in ",!–-":
        return
    end = _end_of_name(text, words, first)
    if _ENDS_LINE.match(text, end):
        yield Found(words[first].start, end, Kind.NAME)


def _end_of_name(text: str, words: Words, first: int) -> int:
    """Where the name that begins here ends: initials, particles and further capitals belong to it."""
    last = first
    shouted = words[first].text.isupper()
    for place in range(first + 1, min(first + _MOST_PARTS, len(words))):
        word = words[place]
        before = words[place - 1]
        if before.text != before.bare or not _continues(text, before, word):
            break
        if word.is_capitalised and word.plain in NOT_NAMES - SURNAMES_TOO:
            break
        if _is_name(word) or word.is_capitalised or (shouted and _is_shouted_part(word)):
            last = place
        elif not (_is_initial(text, word) or word.plain in PARTICLES):
            break
    return words[last].start + len(words[last].bare)


def _is_shouted_part(word: Word) -> bool:
    return word.is_shouted and word.plain not in NOT_NAMES | NOT_SMALL and not is_verbal(word.plain)


def _continues(text: str, before: Word, word: Word) -> bool:
    """One blank, or the full stop of an initial and one."""
    between = text[before.end : word.start]
    return between in {" ", "\xa0", ""} or (between in {". ", "."} and len(before.text) <= _SHORT)


_SHORT = 2
