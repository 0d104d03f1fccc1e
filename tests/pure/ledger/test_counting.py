"""The kind of an entry: told by one pattern, and never otherwise than by reading the entry in full."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.canon import canonical
from penholder.pure.ledger.counting import NOT_OURS, is_named, kind_of
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.proven import NotProven
from tests.pure.ledger.logs import changed_bytes, made_log

IDS = st.text("abzAZ09._:/-", min_size=1, max_size=12).filter(lambda text: text[0].isalnum())
PLAIN = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=6), st.booleans())
FACTS = st.dictionaries(
    st.from_regex("[a-z][a-z0-9_]{0,5}", fullmatch=True),
    st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.lists(st.lists(PLAIN, max_size=2), max_size=2)),
    max_size=4,
)
DIGESTS = st.lists(st.text("azAZ09_-", min_size=43, max_size=43), unique=True, max_size=4)
BODIES = st.builds(
    EntryBody,
    t=st.datetimes().filter(lambda at: at.year >= 1000).map(lambda at: f"{at:%Y-%m-%dT%H:%MZ}"),
    type=st.from_regex("[a-z]{1,4}(_[a-z]{1,3})?[.][a-z]{1,4}(_[a-z]{1,3})?", fullmatch=True),
    scope=IDS,
    obj=IDS,
    re=st.lists(IDS, max_size=3).map(tuple),
    facts=FACTS.map(facts_of),
    sd=DIGESTS.map(sorted).map(tuple),
)


def kind_in_full(entry: bytes) -> str:
    try:
        return EntryBody.parse(entry).type
    except NotProven:
        return NOT_OURS


@given(BODIES)
def test_kind_of_an_entry_is_its_type(body: EntryBody) -> None:
    assert kind_of(body.to_bytes()) == body.type


@given(BODIES, st.data())
def test_kind_of_a_spoilt_entry_is_what_reading_it_in_full_says(body: EntryBody, data: st.DataObject) -> None:
    raw = body.to_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    cut = data.draw(st.integers(0, 3))
    spoilt = (
        raw[:at]
        + data.draw(st.binary(max_size=2) | st.sampled_from([b'"', b",", b"0", b"\\", b"}"]))
        + raw[at + cut :]
    )

    assert kind_of(spoilt) == kind_in_full(spoilt)


def test_kind_of_an_entry_with_any_one_byte_changed_is_what_reading_it_in_full_says() -> None:
    for spoilt in changed_bytes(made_log(4).entries[3]):
        assert kind_of(spoilt) == kind_in_full(spoilt)


def spelt(**changed: object) -> bytes:
    """An entry with some parts put in place of its own, in canonical JSON whether or not it is an entry then."""
    value = json.loads(made_log(1).entries[0]) | changed
    return canonical({name: part for name, part in value.items() if part is not None})


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"{}",
        b"one",
        b'{"type":"response.received","v":1}',
        b"\xff" + made_log(1).entries[0],
        made_log(1).entries[0] + b"\n",
        b" " + made_log(1).entries[0],
        spelt(_sd=["b" * 43, "a" * 43]),
        spelt(_sd=["a" * 43, "a" * 43]),
        spelt(_sd=[], _sd_alg=None),
        spelt(_sd_alg="sha-512"),
        spelt(v=2),
        spelt(t="2026-02-30T12:00Z"),
        spelt(t="2026-02-29T12:00Z"),
        spelt(t="2026-13-01T12:00Z"),
        spelt(t="2026-01-01T24:00Z"),
        spelt(type="response"),
        spelt(re=[]),
        spelt(facts={}),
        spelt(obj=""),
        spelt(obj="a" * 201),
        spelt(more="here"),
        made_log(1).entries[0].replace(b'{"channel":"web","number":1}', b'{"number":1,"channel":"web"}'),
        made_log(1).entries[0].replace(b'{"channel":"web","number":1}', b'{"number":1,"number":1}'),
        made_log(1).entries[0].replace(b'"number":1}', b'"number":-0}'),
        made_log(1).entries[0].replace(b'"number":1}', b'"number":01}'),
        made_log(1).entries[0].replace(b'"web"', rb'"\u0077eb"'),
    ],
)
def test_what_is_not_exactly_an_entry_is_none_of_ours(entry: bytes) -> None:
    assert kind_of(entry) == NOT_OURS == kind_in_full(entry)


@pytest.mark.parametrize("t", ["2028-02-29T00:00Z", "2026-04-30T23:59Z", "2026-12-31T12:00Z"])
def test_kind_of_an_entry_on_the_last_day_of_a_month(t: str) -> None:
    assert kind_of(spelt(t=t)) == "response.received"


def test_entries_that_take_something_back_or_concern_the_log_itself_are_named() -> None:
    named = "response.erased words.redacted response.corrected response.withdrawn outcome.waived key.rotated log.restored"

    assert all(map(is_named, named.split()))
    assert not any(map(is_named, ["response.received", "erased.response", "log.begun", NOT_OURS]))
