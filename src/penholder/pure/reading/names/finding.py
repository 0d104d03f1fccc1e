"""All detectors over one text: the one door to this room."""

from __future__ import annotations

import itertools

from penholder.pure.reading.names.dates import dates
from penholder.pure.reading.names.found import Found, settled
from penholder.pure.reading.names.numbers import nhs_numbers, ni_numbers, phones
from penholder.pure.reading.names.online import emails, handles, urls
from penholder.pure.reading.names.people import people
from penholder.pure.reading.names.places import postcodes, wards
from penholder.pure.reading.names.seen import seen
from penholder.pure.reading.names.words import words_of


def find_names(text: str) -> tuple[Found, ...]:
    """What gives a person away in ``text``: spans in code points, in order, none overlapping.

    The time it takes grows with the length of the text, whatever stands in it.
    """
    as_seen = seen(text)
    return tuple(as_seen.as_it_stands(one) for one in _found_in(as_seen.text))


def _found_in(text: str) -> tuple[Found, ...]:
    words = words_of(text)
    return settled(
        itertools.chain(
            emails(text),
            urls(text),
            handles(text),
            nhs_numbers(text),
            ni_numbers(text),
            phones(text),
            dates(text),
            postcodes(text),
            wards(text, words),
            people(text, words),
        )
    )
