"""Trust policies: every rule of the format, and whose cosignatures are enough."""

from __future__ import annotations

from itertools import combinations

import pytest

from penholder.pure.ledger.checkpoint import SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.witness import Cosigner, with_signatures
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER, STRANGER, made_log

LOG = SIGNER.verifier.vkey()
COSIGNERS = {
    name: Cosigner(Signer(name=f"{name.lower()}.example/witness", seed=bytes([at]) * 32))
    for at, name in enumerate(("X1", "X2", "X3", "Y1", "Y2", "Y3"), start=70)
}
WITNESSES = "".join(f"witness {name} {one.verifier.vkey()}\n" for name, one in COSIGNERS.items())
TWO_LEVELS = (
    f"log {LOG}\n\n{WITNESSES}"
    "group X-witnesses 2 X1 X2 X3\n"
    "group Y-witnesses any Y1 Y2 Y3\n"
    "group X-and-Y all X-witnesses Y-witnesses\n"
    "quorum X-and-Y\n"
)
X1, X2 = (COSIGNERS[name].verifier.vkey() for name in ("X1", "X2"))


def _seen_by(*names: str, note: str = made_log(9).note) -> SignedCheckpoint:
    text, _ = split_note(note)
    lines = [COSIGNERS[name].line(text, time=1_795_000_000) for name in names]
    keys = [*KEYS, STRANGER.verifier, *(one.verifier for one in COSIGNERS.values())]
    return open_checkpoint(with_signatures(note, lines) if lines else note, keys=keys)


def test_the_example_of_the_format_asks_for_two_of_one_kind_and_one_of_the_other() -> None:
    policy = Policy.parse(TWO_LEVELS)

    satisfied = {
        names
        for count in range(7)
        for names in combinations(COSIGNERS, count)
        if policy.is_satisfied_by(_seen_by(*names))
    }

    assert satisfied == {
        names
        for count in range(7)
        for names in combinations(COSIGNERS, count)
        if sum(name.startswith("X") for name in names) >= 2 and any(name.startswith("Y") for name in names)
    }


def test_a_policy_tells_its_keys_and_addresses() -> None:
    policy = Policy.parse(
        f"log {LOG} https://meadow.example/record\nwitness Library {X1} https://library.example\nquorum Library\n"
    )

    assert policy.log_keys == (SIGNER.verifier,)
    assert policy.witness_keys == (COSIGNERS["X1"].verifier,)
    assert policy.keys == (*policy.log_keys, *policy.witness_keys)
    assert policy.logs[0].url == "https://meadow.example/record"
    assert policy.witnesses[0].name == "Library"
    assert policy.witnesses[0].url == "https://library.example"


def test_one_witness_can_be_the_quorum() -> None:
    policy = Policy.parse(f"log {LOG}\nwitness X1 {X1}\nwitness X2 {X2}\nquorum X1\n")

    assert policy.is_satisfied_by(_seen_by("X1"))
    assert not policy.is_satisfied_by(_seen_by("X2"))
    assert not policy.is_satisfied_by(_seen_by())


def test_quorum_none_asks_for_no_witness_but_still_for_the_log() -> None:
    policy = Policy.parse(f"log {LOG}\nquorum none\n")

    assert policy.is_satisfied_by(_seen_by())
    assert not policy.is_satisfied_by(_seen_by(note=made_log(9, signer=STRANGER).note))


def test_a_policy_without_logs_leaves_them_to_the_reader() -> None:
    assert Policy.parse("quorum none\n").is_satisfied_by(_seen_by())


def test_blanks_and_comments_say_nothing() -> None:
    spaced = "# ours\n \t # and theirs\n\n\t log \t " + LOG + " \t\n   quorum\tnone  \n"

    assert Policy.parse(spaced) == Policy.parse(f"log {LOG}\nquorum none\n")


def test_lines_about_logs_and_witnesses_come_in_any_order() -> None:
    policy = Policy.parse(f"witness X1 {X1}\nquorum X1\nlog {LOG}\nwitness X2 {X2}\n")

    assert policy.is_satisfied_by(_seen_by("X1"))


def test_names_are_octets_and_never_normalised() -> None:
    kelvin, broken = b"\xe2\x84\xaa", b"\xff\xfe"
    policy = Policy.parse(
        b"witness K %s\nwitness %s %s\ngroup %s any %s K\nquorum %s\n"
        % (X1.encode(), kelvin, X2.encode(), broken, kelvin, broken)
    )

    assert [witness.name for witness in policy.witnesses] == ["K", "\N{KELVIN SIGN}"]
    assert policy.is_satisfied_by(_seen_by("X2"))
    assert Policy.parse("witness “K” " + X1 + "\nquorum “K”\n").quorum == "“K”"


def test_words_of_the_format_may_be_names_too() -> None:
    policy = Policy.parse(
        f"witness all {X1}\nwitness 2 {X2}\ngroup group all all 2\ngroup any any group\nquorum any\n"
    )

    assert policy.is_satisfied_by(_seen_by("X1", "X2"))
    assert not policy.is_satisfied_by(_seen_by("X1"))


def test_a_long_chain_of_groups_is_no_trouble() -> None:
    chain = "".join(f"group g{at} any {f'g{at - 1}' if at else 'X1'}\n" for at in range(3_000))

    assert Policy.parse(f"witness X1 {X1}\n{chain}quorum g2999\n").is_satisfied_by(_seen_by("X1"))


def _renamed(vkey: str) -> str:
    key = Verifier.parse(vkey)
    return Verifier(name="other.example/name", public=key.public, kind=key.kind).vkey()


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("", "last line of the policy has no end"),
        ("\n", "does not say whose word is enough"),
        (f"log {LOG}\n", "does not say whose word is enough"),
        ("quorum none", "last line of the policy has no end"),
        ("quorum none\nquorum none\n", "Line 2 of the policy: a policy has one quorum"),
        ("quorum\n", "Line 1 of the policy: a quorum is"),
        ("quorum a b\n", "Line 1 of the policy: a quorum is"),
        ("quorum X1\n", "Line 1 of the policy: no line before it defines “X1”"),
        (f"quorum X1\nwitness X1 {X1}\n", "Line 1 of the policy: no line before it defines “X1”"),
        ("\n\nlog\nquorum none\n", "Line 3 of the policy: a log is"),
        (f"log {LOG} address more\nquorum none\n", "Line 1 of the policy: a log is"),
        (f"log {X1}\nquorum none\n", "is not of the kind a log signs with"),
        (f"log {LOG[:-1]}\nquorum none\n", "Line 1 of the policy: The key of"),
        (f"log {LOG}\nlog {LOG}\nquorum none\n", f"Line 2 of the policy: this is the key of the log “{ORIGIN}”"),
        (f"log {LOG}\nlog {_renamed(LOG)}\nquorum none\n", "Line 2 of the policy: this is the key of the log"),
        ("witness X1\nquorum none\n", "Line 1 of the policy: a witness is"),
        (f"witness X1 {X1} address more\nquorum none\n", "Line 1 of the policy: a witness is"),
        (f"witness X1 {LOG}\nquorum none\n", "is not of the kind a witness signs with"),
        (f"witness X1 {X1}\nwitness X1 {X2}\nquorum none\n", "Line 2 of the policy: the name “X1” is taken"),
        (f"witness X1 {X1}\nwitness X2 {X1}\nquorum none\n", "Line 2 of the policy: this is the key of the witness"),
        (f"witness X1 {X1}\nwitness X2 {_renamed(X1)}\nquorum none\n", "this is the key of the witness"),
        (f"witness none {X1}\nquorum none\n", "“none” has a meaning of its own"),
        (f"witness X1 {X1}\ngroup none any X1\nquorum none\n", "“none” has a meaning of its own"),
        (f"witness X1 {X1}\ngroup X1 any X1\nquorum none\n", "Line 2 of the policy: the name “X1” is taken"),
        (f"witness X1 {X1}\ngroup g\nquorum none\n", "Line 2 of the policy: a group is"),
        (f"witness X1 {X1}\ngroup g any\nquorum none\n", "Line 2 of the policy: a group is"),
        (f"witness X1 {X1}\ngroup g 0 X1\nquorum none\n", "“all”, “any” or a number from 1 to 1"),
        (f"witness X1 {X1}\ngroup g 2 X1\nquorum none\n", "“all”, “any” or a number from 1 to 1"),
        (f"witness X1 {X1}\ngroup g 01 X1\nquorum none\n", "“all”, “any” or a number from 1 to 1"),
        (f"witness X1 {X1}\ngroup g -1 X1\nquorum none\n", "“all”, “any” or a number from 1 to 1"),
        (f"witness X1 {X1}\ngroup g ١ X1\nquorum none\n", "“all”, “any” or a number from 1 to 1"),
        (f"witness X1 {X1}\ngroup g some X1\nquorum none\n", "“all”, “any” or a number from 1 to 1"),
        (f"witness X1 {X1}\ngroup g any none\nquorum none\n", "“none” can be a quorum, and no member"),
        (f"witness X1 {X1}\ngroup g any g\nquorum none\n", "no line before it defines “g”"),
        (f"group g any X1\nwitness X1 {X1}\nquorum g\n", "Line 1 of the policy: no line before it defines “X1”"),
        (f"witness X1 {X1}\ngroup g any X1 X1\nquorum g\n", "“X1” is already a member"),
        (f"witness X1 {X1}\ngroup g any X1\ngroup h any X1\nquorum g\n", "Line 3 of the policy: “X1” is already"),
        ("wittness X1\n", "Line 1 of the policy: it begins with “wittness”"),
        ("Quorum none\n", "it begins with “Quorum”"),
        ("quorum none\r\n", "Line 1 of the policy: the octet 0x0d has no place in it"),
        ("# a bell\x07\nquorum none\n", "Line 1 of the policy: the octet 0x07"),
        ("# gone\x7f\nquorum none\n", "Line 1 of the policy: the octet 0x7f"),
        ("quorum\x0bnone\n", "Line 1 of the policy: the octet 0x0b"),
        ("quorum\N{NO-BREAK SPACE}none\n", "it begins with “quorum\N{NO-BREAK SPACE}none”"),
        (b"witness \xff key\xff\nquorum none\n", "Line 1 of the policy: A key is one line of three parts"),
        ("\ud800\n", "characters in it that no file can hold"),
        ("#" * 1_000_001 + "\n", "longer than 1,000,000 bytes"),
    ],
)  # fmt: skip
def test_a_policy_that_breaks_a_rule_is_refused_in_a_sentence(policy: str | bytes, said: str) -> None:
    with pytest.raises(Malformed) as refused:
        Policy.parse(policy)

    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
