"""The check in the visitor's own browser: with receipts of a running site, with spoilt ones, and with the whole record.

What the page's scripts take for proven is held against our own verifier, case by case, inside the browser.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.request import urlopen

import pytest

from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.disclosure import disclose
from penholder.pure.ledger.enclosure import Enclosure, open_receipt
from penholder.pure.ledger.entry import EntryBody
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.merkle import leaf_hash, root_of
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.tiles import bundle_up, grow
from penholder.pure.ledger.trail import follow
from penholder.record.checks import name_of_words
from tests.browser.cdp import Page
from tests.journeys.judging import Judge
from tests.journeys.site import ROOT, Site, running_site
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER, WITNESS_KEY, cosigned, made_log

TELL_A_STORY = """
import django
django.setup()
from penholder.decisions.models import Kind
from tests.factories.publication import decided, one_more, published, told
first = told()
decided(first.story, [one_more(first.story).point], kind=Kind.DECLINED)
published(first)
print(first.received.code)
"""
WORDS = "Sometimes what helps is to sit together in the dark."
SEED, CHANGES = 20261121, 200


@dataclass(frozen=True, slots=True)
class Told:
    """A site on which something was said, answered and published, and the receipts of one response."""

    site: Site
    receipt: Path
    bare: Path
    key: str

    @property
    def page(self) -> str:
        return f"{self.site.url}/record/check/"

    @property
    def log(self) -> Path:
        return self.site.data / "log"

    def entries(self) -> tuple[bytes, ...]:
        return read_entries(self.bundle().read_bytes())

    def bundle(self) -> Path:
        size = Checkpoint.parse((self.log / "checkpoint").read_text().partition("\n\n")[0] + "\n").size
        return self.log / f"tile/entries/000.p/{size}"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("check")
    with running_site(folder / "data") as site:
        code = _tell(site)
        receipt, bare = folder / "R-0001.tlog-proof", folder / "bare.tlog-proof"
        receipt.write_bytes(_read(f"{site.url}/outcomes/{code}/receipt"))
        index = Receipt.parse(receipt.read_bytes()).index
        bare.write_bytes(_read(f"{site.url}/record/{index}/receipt"))
        yield Told(site, receipt, bare, _read(f"{site.url}/record/key").decode().strip())


@pytest.fixture
def at_check(open_page: Callable[..., Page], told: Told) -> Page:
    page = open_page()
    page.go(told.page)
    _wait_until_ready(page)
    return page


# Receipts


def test_a_receipt_is_checked_in_the_browser_and_nothing_is_sent(at_check: Page, told: Told) -> None:
    judge = Judge()
    judge.look(at_check, "check")
    before = at_check.requested()
    at_check.attach("The receipt file", told.receipt)
    at_check.click("Check this receipt")
    at_check.wait_for("document.querySelector('[data-receipt-result] .notice')")

    found = at_check.text("[data-receipt-result]")
    assert found.startswith("Proven")
    assert "response received (response.received)" in found
    assert "record.example/journey (key id" in found
    assert WORDS in found
    assert (
        found.index("Answer 1: what you said")
        < found.index("The entry they belong to")
        < found.index("Signed by")
    )
    assert "the key came from this site" in found
    assert at_check.requested() == before
    assert at_check.focused().name == "What the check of the receipt found"
    judge.look(at_check, "a receipt, proven")
    assert judge.wrong == []


def test_words_have_the_same_names_here_and_at_the_site(at_check: Page) -> None:
    parts = ("text", "proposed", "stance", "about", "gist", "")
    names = [f"{number}{part}" for number in ("1.", "12.", "0.", "01.", "") for part in parts]
    names += [
        "publishing",
        "label",
        "answers",
        "1.text.",
        "1.text\n",
        "1\n.text",
        "constructor",
        "1.constructor",
    ]
    found = at_check.evaluate(
        'import("/static/record/saying.js")'
        f".then(({{ nameOfWords }}) => ({json.dumps(names)}).map((name) => nameOfWords(name)))"
    )

    assert found == [name_of_words(name) for name in names]


def test_a_receipt_of_a_key_retired_since_is_proven_with_the_keys_of_the_page(
    at_check: Page, told: Told
) -> None:
    """The page as it is after a change of keys: others in force, and the old one behind the last size it signed."""
    note = Receipt.parse(told.receipt.read_bytes()).checkpoint_note
    size = Checkpoint.parse(note.partition("\n\n")[0] + "\n").size
    name = Verifier.parse(told.key).name
    in_force = "\n".join(Signer(name=name, seed=bytes([number] * 32)).verifier.vkey() for number in (1, 2))
    at_check.attach("The receipt file", told.receipt)

    found = []
    for keys, last in ((in_force, size), (in_force, size - 1), (f"{in_force}\n{told.key}", 0)):
        retired = f"{last} {told.key}" if last else ""
        at_check.evaluate(
            f"void Object.assign(document.querySelector('[data-whole]').dataset, {json.dumps({'key': keys, 'retired': retired})})"
        )
        at_check.fill("The key you trust", keys)
        found.append(_check_receipt(at_check))
    assert [one.partition("\n")[0] for one in found] == ["Proven", "Not proven", "Proven"]
    assert ["retired since" in one for one in found] == [True, False, False]
    at_check.fill("The key you trust", in_force.partition("\n")[0])
    assert _check_receipt(at_check).startswith("Not proven")


def test_a_receipt_pasted_without_its_words_opens_none(at_check: Page, told: Told) -> None:
    at_check.fill("Or the text of the receipt, pasted", told.bare.read_text())
    found = _check_receipt(at_check)

    assert found.startswith("Proven")
    assert "The words it opens" not in found
    assert WORDS not in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (bytes(1_000_001), "too large to be a receipt"),
        (b"\x89PNG\r\n\x1a\n", "This file is not text"),
        (b"Dear all,\n", "This is not a receipt"),
        (None, "Choose a receipt file, or paste the text of one."),
    ],
    ids=["empty", "huge", "picture", "letter", "none"],
)
def test_a_wrong_file_gets_one_sentence(
    at_check: Page, tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "file").write_bytes(content)
        at_check.attach("The receipt file", tmp_path / "file")
    found = _check_receipt(at_check)

    assert said in found
    assert "Proven" not in found


def test_another_key_and_a_receipt_changed_in_one_place_are_refused(
    at_check: Page, told: Told, tmp_path: Path
) -> None:
    at_check.attach("The receipt file", told.receipt)
    at_check.fill("The key you trust", KEYS[0].vkey())
    judge = Judge()

    assert "the key you trust is for “meadow.example/record”" in _check_receipt(at_check)
    judge.look(at_check, "a receipt, not proven")

    at_check.fill("The key you trust", told.key)
    assert _check_receipt(at_check).startswith("Proven")
    (tmp_path / "spoilt").write_bytes(told.receipt.read_bytes().replace(b"index ", b"index 1", 1))
    at_check.attach("The receipt file", tmp_path / "spoilt")
    assert _check_receipt(at_check).startswith("Not proven")
    assert judge.wrong == []


@pytest.mark.parametrize("which", ["with words", "without words"])
def test_every_change_of_one_byte_is_refused(at_check: Page, told: Told, which: str) -> None:
    raw = (told.receipt if which == "with words" else told.bare).read_bytes()
    rng = Random(SEED)
    changed = []
    for _ in range(CHANGES):
        at = rng.randrange(len(raw))
        changed.append(raw[:at] + bytes([raw[at] ^ rng.randrange(1, 256)]) + raw[at + 1 :])

    assert _proven(at_check, [raw], told.key) == [True]
    assert _proven(at_check, changed, told.key) == [False] * CHANGES


def test_another_spelling_of_the_same_bytes_is_refused(at_check: Page) -> None:
    """Browsers and Python alike decode all of these to what stood there before."""
    text = made_log(7).receipt(3).text()
    padded = list(re.finditer(r"[A-Za-z0-9+/]=+$", text, re.MULTILINE))
    spelt = [text[: one.start()] + chr(ord(one[0][0]) + 1) + text[one.start() + 1 :] for one in padded]
    spelt += [text[: one.start() - 4] + " " + text[one.start() - 4 :] for one in padded]
    spelt += [text[: one.end() - 1] + text[one.end() :] for one in padded]

    assert len(padded) >= 5
    assert _proven(at_check, [one.encode() for one in spelt], KEYS[0].vkey()) == [False] * len(spelt)


def test_the_browser_and_our_verifier_agree_on_entries_that_are_signed_and_ill_formed(at_check: Page) -> None:
    receipts = [_receipt_of(entry) for entry in ENTRIES] + [
        _receipt_of(made_log(7).entries[3], disclosures) for disclosures in DISCLOSURES
    ]
    expected = [_is_proven(raw, KEYS) for raw in receipts]

    assert expected.count(True) == 5
    assert _proven(at_check, receipts, KEYS[0].vkey()) == expected


def test_the_browser_and_our_verifier_agree_on_witnesses(at_check: Page) -> None:
    log = made_log(7)
    seen = log.receipt(3).text().replace(log.note, cosigned(log.note, time=1_800_000_000)).encode()
    unseen = log.receipt(3).text().encode()
    torn = seen[:-8] + bytes([seen[-8] ^ 1]) + seen[-7:]
    key, witness = KEYS[0].vkey(), WITNESS_KEY.vkey()
    policy = f"log {key}\nwitness library {witness}\ngroup all-of-them all library\nquorum all-of-them"

    assert _proven(at_check, [seen, unseen, torn], f"{key}\n{witness}") == [True, True, False]
    assert _proven(at_check, [seen, unseen, torn], policy) == [True, False, False]
    assert _proven(at_check, [seen, unseen], policy.replace("quorum all-of-them", "quorum none")) == [
        True,
        True,
    ]
    assert _proven(at_check, [seen], witness) == [False]
    at_check.fill("Or the text of the receipt, pasted", seen.decode())
    at_check.fill("The key you trust", policy)
    found = _check_receipt(at_check)
    assert "library.example/witness (key id" in found
    assert "by its own clock at 15 January 2027, 08:00 UTC" in found
    assert "the key came from this site" not in found


def test_the_public_inclusion_vectors_hold_in_the_browser(at_check: Page, shared: Path) -> None:
    files = sorted((shared / "data/tlog/merkle-testdata/inclusion").rglob("*.json"))
    cases = [json.loads(path.read_text()) for path in files]
    results = at_check.evaluate(
        f"""(async (cases) => {{
            const {{ verifyInclusion }} = await import("/static/record/merkle.js");
            const {{ fromBase64 }} = await import("/static/record/base64.js");
            const read = (text) => fromBase64(text ?? "", "A hash");
            const results = [];
            for (const one of cases) {{
                const proof = (one.proof ?? []).map(read);
                results.push(await verifyInclusion(read(one.leafHash), one.leafIdx, one.treeSize, proof, read(one.root))
                    .then(() => true, () => false));
            }}
            return results;
        }})({json.dumps(cases)})"""
    )

    assert len(cases) == 98
    assert results == [not case["wantErr"] for case in cases]


# The whole record


def test_the_whole_record_is_whole_and_the_receipt_is_followed(at_check: Page, told: Told) -> None:
    at_check.attach("The receipt file", told.receipt)
    assert _check_receipt(at_check).startswith("Proven")
    found = _check_whole(at_check)

    bodies = [(index, EntryBody.parse(entry)) for index, entry in enumerate(told.entries())]
    assert found.startswith("The record is whole")
    assert f"{len(bodies)}, every one hashed again just now" in found
    assert "all entries before it are the same" in found
    followed = follow(_start(told), bodies)
    assert {step.body.type for step in followed} >= {"points.drawn", "points.disposed", "version.published"}
    lines = at_check.texts("[data-whole-result] ol li")
    assert [line.partition(",")[0] for line in lines] == [f"Entry {step.index}" for step in followed]
    assert [line for line in lines if "(yours: accepted)" in line]
    judge = Judge()
    judge.look(at_check, "the whole record, checked")
    assert judge.wrong == []


@pytest.mark.parametrize("which", ["an entry", "a hash", "an entry and its hash", "the size"])
def test_a_record_changed_on_disk_is_found_out(at_check: Page, told: Told, which: str) -> None:
    bundle, hashes = told.bundle(), told.log / "tile/0" / told.bundle().relative_to(told.log / "tile/entries")
    entries, leaves = bundle.read_bytes(), hashes.read_bytes()
    other = entries.replace(b"response.received", b"response.withheld", 1)
    index = next(at for at, entry in enumerate(told.entries()) if b"response.received" in entry)
    with _replaced(told.log / "checkpoint"), _replaced(bundle), _replaced(hashes):
        if which == "the size":
            note = (told.log / "checkpoint").read_text()
            (told.log / "checkpoint").write_text(note.replace("journey\n", "journey\n1", 1))
        if "entry" in which:
            bundle.write_bytes(other)
        if "hash" in which:
            leaf = leaf_hash(read_entries(other)[index])
            hashes.write_bytes(leaves[: 32 * index] + leaf + leaves[32 * (index + 1) :])
        found = _check_whole(at_check)

    assert found.startswith("Not proven")
    assert _check_whole(at_check).startswith("The record is whole")


def test_a_receipt_of_another_history_is_not_of_this_record(at_check: Page, told: Told) -> None:
    """The key's holder signed a longer log than the one shown: the receipt gives it away."""
    opened = Receipt.parse(told.receipt.read_bytes())
    result = at_check.evaluate(
        f"""(async (file, key) => {{
            const {{ openReceipt }} = await import("/static/record/receipt.js");
            const {{ readTrust }} = await import("/static/record/trust.js");
            const {{ openCheckpoint }} = await import("/static/record/checkpoint.js");
            const {{ checkWhole }} = await import("/static/record/whole.js");
            const trust = await readTrust(key);
            const receipt = await openReceipt(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)), trust);
            const said = [];
            const checkpoint = receipt.signed.checkpoint;
            for (const other of [{{ size: checkpoint.size + 1000 }}, {{ root: new Uint8Array(32) }}, {{ origin: "elsewhere" }}]) {{
                const spoilt = {{ ...receipt, signed: {{ checkpoint: {{ ...checkpoint, ...other }} }} }};
                said.push(await checkWhole({{
                    base: location.origin + "/record/", open: (note) => openCheckpoint(note, trust), receipt: spoilt,
                    signal: new AbortController().signal, tell: () => {{}},
                }}).then(() => "agrees", (fault) => fault.message));
            }}
            return said;
        }})({json.dumps(b64encode(told.receipt.read_bytes()).decode())}, {json.dumps(told.key)})"""
    )

    assert opened.index > 0
    assert "something was taken out" in result[0]
    assert "other entries before" in result[1]
    assert "from the record “elsewhere”" in result[2]


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("", "The record is whole"),
        ("tile/0/001", "Not proven"),
        ("tile/1/000.p/2", "Not proven"),
        ("tile/entries/001", "Not proven"),
    ],
)
def test_a_record_of_several_tiles_is_checked_also_where_a_partial_one_has_grown_full(
    at_check: Page, spoilt: str, said: str
) -> None:
    entries = made_log(768).entries
    files = {**_files_of(entries), **_files_of(entries[:600])}
    for path in ("tile/0/002.p/88", "tile/entries/002.p/88"):
        del files[path]
    if spoilt:
        files[spoilt] = files[spoilt][:-1] + bytes([files[spoilt][-1] ^ 1])
    served = {path: b64encode(raw).decode() for path, raw in files.items()}
    at_check.evaluate(
        f"""void (window.fetch = async (url) => {{
            const file = ({json.dumps(served)})[url.pathname.slice("/record/".length)];
            const bytes = file === undefined ? "" : Uint8Array.from(atob(file), (one) => one.charCodeAt(0));
            return new Response(bytes, {{ status: file === undefined ? 404 : 200 }});
        }})"""
    )
    at_check.fill("The key you trust", KEYS[0].vkey())
    found = _check_whole(at_check)

    assert found.startswith(said)
    if not spoilt:
        assert "600, every one hashed again" in found
        at_check.click("Entries by kind")
        assert "response received\n600" in at_check.text("[data-whole-result]")


def test_the_check_of_the_whole_record_can_be_stopped(at_check: Page) -> None:
    at_check.evaluate(
        "void (window.fetch = (_, { signal }) => new Promise((_, refuse) =>"
        " signal.addEventListener('abort', () => refuse(signal.reason))))"
    )
    at_check.click("Check the whole record")
    at_check.wait_for("!document.querySelector('[data-whole-progress]').hidden")
    assert at_check.count("[data-whole-start][hidden]") == 1
    at_check.click("Stop checking the whole record")
    at_check.wait_for("document.querySelector('[data-whole-result] .notice')")

    assert at_check.text("[data-whole-result]").startswith("Stopped")
    assert at_check.count("[data-whole-progress][hidden]") == 1


def test_a_connection_that_breaks_says_nothing_either_way(at_check: Page) -> None:
    at_check.evaluate("void (window.fetch = () => Promise.reject(new TypeError('gone')))")

    assert _check_whole(at_check).startswith("Not checked to the end")


# Browsers that can do less


def test_a_browser_without_ed25519_says_that_only_half_is_checked(
    open_page: Callable[..., Page], told: Told
) -> None:
    page = _page_after(
        open_page, told, "SubtleCrypto.prototype.importKey = () => Promise.reject(new Error('unknown'))"
    )
    _wait_until_ready(page)
    assert "doesn’t know Ed25519 signatures" in page.text("[data-unsigned]")
    page.attach("The receipt file", told.receipt)

    found = _check_receipt(page)
    assert found.startswith("Only half checked")
    assert "Signed by" not in found
    assert _check_whole(page).startswith("Only half checked")
    judge = Judge()
    judge.look(page, "half checked")
    assert judge.wrong == []


def test_a_page_over_an_unprotected_connection_leaves_the_check_to_the_site_and_says_so(
    open_page: Callable[..., Page], told: Told
) -> None:
    page = _page_after(
        open_page, told, "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })"
    )
    page.wait_for("!document.querySelector('[data-unprotected]').hidden")
    page.attach("The receipt file", told.receipt)
    page.click("Check this receipt")

    assert "This was checked by this site" in page.text("main")
    assert WORDS in page.text("main")


def test_without_javascript_the_site_checks_and_says_so(open_page: Callable[..., Page], told: Told) -> None:
    page = open_page(javascript=False)
    page.go(told.page)
    assert "sends the receipt to this site" in page.text("main")
    page.attach("The receipt file", told.receipt)
    page.click("Check this receipt")
    judge = Judge()
    judge.look(page, "checked by the site")

    assert "This was checked by this site" in page.text("main")
    assert WORDS in page.text("main")
    assert judge.wrong == []


# What the two verifiers are held together on

_PLAIN = '"obj":"a","scope":"b","t":"2026-05-04T03:30Z","type":"response.received","v":1'
ENTRIES = tuple(
    text.encode()
    for text in (
        f"{{{_PLAIN}}}",  # good
        f'{{"facts":{{"deep":[[[[[[[[1]]]]]]]],"name":"é\U0001f33f \x7f"}},{_PLAIN}}}',  # good
        f'{{"facts":{{"deep":[[[[[[[[[1]]]]]]]]]}},{_PLAIN}}}',
        f'{{"facts":{{"least":-9007199254740991,"yes":true}},{_PLAIN}}}',  # good
        f'{{"facts":{{"n":9007199254740992}},{_PLAIN}}}',
        f'{{"facts":{{"n":1.5}},{_PLAIN}}}',
        f'{{"facts":{{"n":1.0}},{_PLAIN}}}',
        f'{{"facts":{{"n":-0}},{_PLAIN}}}',
        f'{{"facts":{{"n":null}},{_PLAIN}}}',
        f'{{"facts":{{"n":{{}}}},{_PLAIN}}}',
        f'{{"facts":{{"N":1}},{_PLAIN}}}',
        f'{{"facts":{{"__proto__":1}},{_PLAIN}}}',
        f'{{"facts":{{}},{_PLAIN}}}',
        f'{{"facts":[],{_PLAIN}}}',
        f'{{"facts":{{"half":"\\ud83c"}},{_PLAIN}}}',
        f'{{"facts":{{"n":1,"n":1}},{_PLAIN}}}',
        f'{{"facts":{{"n":"\\u00e9"}},{_PLAIN}}}',
        f'{{"_sd":[],"_sd_alg":"sha-256",{_PLAIN}}}',
        f'{{"_sd_alg":"sha-256",{_PLAIN}}}',
        f'{{"_sd":["{"a" * 43}"],{_PLAIN}}}',
        f'{{"_sd":["{"b" * 43}","{"a" * 43}"],"_sd_alg":"sha-256",{_PLAIN}}}',
        f'{{"_sd":["{"a" * 43}"],"_sd_alg":"sha-512",{_PLAIN}}}',
        f"{{{_PLAIN}}}".replace('"scope"', '"re":[],"scope"'),
        f"{{{_PLAIN}}}".replace('"scope"', '"re":["a b"],"scope"'),
        f"{{{_PLAIN}}}".replace('"scope"', '"re":[1],"scope"'),
        f"{{{_PLAIN}}}".replace("05-04", "02-30"),
        f"{{{_PLAIN}}}".replace("T03:30", "T24:00"),
        f"{{{_PLAIN}}}".replace("2026", "0000"),
        f"{{{_PLAIN}}}".replace('"v":1', '"v":1.0'),
        f"{{{_PLAIN}}}".replace('"v":1', '"v":true'),
        f"{{{_PLAIN}}}".replace('"v":1', '"v":2'),
        f"{{{_PLAIN}}}".replace("response.received", "Response.received"),
        f"{{{_PLAIN}}}".replace("response.received", "response.received\\n"),
        f'{{{_PLAIN},"w":1}}',
        f"{{{_PLAIN}}}\n",
        f"\ufeff{{{_PLAIN}}}",
        f'{{"v":1,{_PLAIN}}}',
        "[]",
        "null",
        "",
    )
)
_OPENED = made_log(7).disclosures[3]
DISCLOSURES = (
    (),  # good
    _OPENED,  # good
    (*_OPENED, _OPENED[0]),
    (disclose(bytes(32), "question.1", "Something else."),),
    (f"{_OPENED[0]}=",),
    (_OPENED[0].replace("A", "B", 1),),
    ("",),
)


def _receipt_of(entry: bytes, disclosures: tuple[str, ...] = ()) -> bytes:
    """A receipt for the only entry of a record that holds just this, whatever it is, signed as it should be."""
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=leaf_hash(entry)), SIGNER)
    return Receipt(0, (), note, Enclosure(entry, disclosures).to_bytes()).text().encode()


def _files_of(entries: tuple[bytes, ...]) -> dict[str, bytes]:
    """What a record of these entries is made of, and its checkpoint."""
    leaves = [leaf_hash(entry) for entry in entries]
    tiles = (*grow((), leaves)[0], *bundle_up(0, (), entries))
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=len(entries), root=root_of(leaves)), SIGNER)
    return {"checkpoint": note.encode(), **{tile.path: raw for tile, raw in tiles}}


def _is_proven(raw: bytes, keys: tuple[Verifier, ...]) -> bool:
    try:
        open_receipt(Receipt.parse(raw), keys=keys)
    except NotProven:
        return False
    return True


def _proven(page: Page, receipts: list[bytes], trust: str) -> list[bool]:
    """Which of these the page's own modules take for proven; anything but a refusal in a sentence fails the test."""
    found: list[bool] = page.evaluate(
        f"""(async (receipts, key) => {{
            const {{ openReceipt }} = await import("/static/record/receipt.js");
            const {{ readTrust }} = await import("/static/record/trust.js");
            const {{ NotProven }} = await import("/static/record/proven.js");
            const trust = await readTrust(key);
            const results = [];
            for (const receipt of receipts) {{
                const bytes = Uint8Array.from(atob(receipt), (character) => character.charCodeAt(0));
                results.push(await openReceipt(bytes, trust).then(() => true, (fault) => {{
                    if (!(fault instanceof NotProven)) throw fault;
                    return false;
                }}));
            }}
            return results;
        }})({json.dumps([b64encode(raw).decode() for raw in receipts])}, {json.dumps(trust)})"""
    )
    return found


def _check_receipt(page: Page) -> str:
    page.evaluate("document.querySelector('[data-receipt-result]').replaceChildren()")
    page.click("Check this receipt")
    page.wait_for("document.querySelector('[data-receipt-result] .notice')")
    return page.text("[data-receipt-result]")


def _check_whole(page: Page) -> str:
    page.evaluate("document.querySelector('[data-whole-result]').replaceChildren()")
    page.click("Check the whole record")
    page.wait_for("document.querySelector('[data-whole-result] .notice')")
    return page.text("[data-whole-result]")


def _wait_until_ready(page: Page) -> None:
    page.wait_for("!document.querySelector('[data-whole]').hidden")


def _page_after(open_page: Callable[..., Page], told: Told, script: str) -> Page:
    """The page in a browser that was like this before the page came."""
    page = open_page()
    page._ask("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    page.go(told.page)
    return page


def _start(told: Told) -> tuple[str, ...]:
    key = Verifier.parse(told.key)
    opened = open_receipt(Receipt.parse(told.receipt.read_bytes()), keys=[key])
    (answers,) = [str(words.value) for words in opened.words if words.name == "answers"]
    return (opened.body.obj, *answers.split(" "))


@contextmanager
def _replaced(path: Path) -> Iterator[None]:
    """What stands at this place may be changed inside, and is as before afterwards."""
    before = path.read_bytes()
    try:
        yield
    finally:
        path.write_bytes(before)


def _tell(site: Site) -> str:
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "penholder.project.settings"}
    command = [sys.executable, "-c", TELL_A_STORY]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def _read(url: str) -> bytes:
    with urlopen(url) as answer:
        content: bytes = answer.read()
    return content
