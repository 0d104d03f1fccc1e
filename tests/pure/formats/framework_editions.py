"""What the three editions of a framework are tested with: trees with hostile words, and what each edition must say."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from penholder.pure.formats.editions.framework_told import told_framework
from penholder.pure.tree.statement import Association, Statement, Tree

HOSTILE = (
    "",
    " ",
    "=1+1",
    '#read("/etc/passwd")',
    "</li></ul><script>alert(1)</script>",
    "]]> & &amp; <b>bold</b> <!-- -->",
    "\"quotes\" 'and' \\back\\slashes {{ braces }} $x^2$ `raw` @label *bold* _it_",
    "control\x00\x01\x0b\x0c\x1b\x7f\x9f and \ud800 halves \ufffe",
    "first line\nsecond line\r\n\r\nafter an empty one\u2028and after a separator",
    "  spaces  inside\tand a tab  ",
    "العربية مع English words",
    "שלום עולם, (123)",
    "\u202eturned round\u202c and \u2067isolated\u2069",
    "x" * 400,
    "A stem that governs what is below:",
    "word " * 60,
    "e\u0301 Ĝ ŵ ß Ж λ",
)
CJK = ("日本語のテキスト", "emoji 😀 and 👩‍👩‍👧", "ไทย", "한국어")
KINDS = ("isRelatedTo", "exactMatchOf", "replacedBy", "ext:narrowMatchOf", "ext:theirOwn", "", "<b>")
ADDRESSES = (
    "https://example.org/a?b=c&d=<e>",
    "https://example.org/plain",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://user:secret@example.org/",
    "http://[broken",
    "urn:fdc:somewhere:1",
    "file:///etc/passwd",
    "//example.org/no-scheme",
    "https://example.org/two words",
    "",
)


def trees(more: Sequence[str] = ()) -> st.SearchStrategy[Tree]:
    """Trees of any shape up to 14 statements: rings, doubled identifiers, orphans, empty and hostile words."""
    words = st.one_of(st.sampled_from((*HOSTILE, *more)), st.text(_LETTERS, max_size=40))
    uids = st.sampled_from(["a", "b-1", "C D", 'e"><i>', "contents", "", "ü", "0" * 120, "A", "statement-2"])
    statement = st.builds(
        Statement,
        uid=uids,
        text=words,
        parent=uids,
        position=st.integers(0, 3),
        code=st.sampled_from(["", "1", "1.1", "A & B", " x\ny "]),
        kind=st.sampled_from(["", "Ability", "<kind>"]),
        short=st.sampled_from(["", "Short", "short\nin two lines"]),
        plain=words,
        easy=words,
        notes=words,
        optional=st.booleans(),
        level=st.sampled_from(["", "Level 2"]),
        language=st.sampled_from(["", "ar", "en_GB", "zh-Hant-TW", "not a language", "cy"]),
    )
    association = st.builds(
        Association,
        uid=st.just("x"),
        kind=st.sampled_from(KINDS),
        origin=uids,
        destination=uids,
        destination_uri=st.sampled_from(ADDRESSES),
        destination_title=st.sampled_from(["", "Theirs", "<i>"]),
    )
    return st.builds(
        Tree,
        title=words,
        statements=st.lists(statement, max_size=14).map(tuple),
        associations=st.lists(association, max_size=5).map(tuple),
        description=words,
        language=st.sampled_from(["", "en", "en-GB", "ar", "cy", "he-IL", "x", "../.."]),
        uri=st.sampled_from(ADDRESSES),
    )


_LETTERS = st.characters(max_codepoint=0x05FF, categories=("L", "N", "P", "Zs"))


def paragraphs(tree: Tree) -> list[str]:
    """Every paragraph that an edition must have, in order."""
    told = told_framework(tree)
    lines = [told.heading, *told.about, *(line for one in told.statements for line in one.paragraphs)]
    return [line.text for line in [*lines, *told.elsewhere]]


def parents(outline: Iterable[tuple[int, int]]) -> list[int]:
    """For places in order, each a heading's level or else a list's depth, the number of the one each stands under."""
    above: list[tuple[int, int]] = []
    found: list[int] = []
    for number, (level, depth) in enumerate(outline):
        rank = level or 100 + depth
        while above and above[-1][0] >= rank:
            above.pop()
        found.append(above[-1][1] if above else -1)
        above.append((rank, number))
    return found


def parents_in(tree: Tree) -> list[int]:
    """The same of the tree itself; only of one without rings, doubles and chains too deep for a list."""
    order = [statement.uid for _, statement in tree.walk()]
    number = {uid: place for place, uid in enumerate(order)}
    return [number.get(statement.parent, -1) for _, statement in tree.walk()]


def grown(count: int, seed: int = 1, *, depth: int = 9, associations: int = 0) -> Tree:
    """A tidy tree of a size, with stems and leaves, of at most so many levels."""
    chance = random.Random(seed)
    statements: list[Statement] = []
    deep: list[int] = []
    for number in range(count):
        at = chance.randrange(max(0, number - 40), number) if number and chance.random() < 0.9 else -1
        at = -1 if at >= 0 and deep[at] + 1 >= depth else at
        deep.append(deep[at] + 1 if at >= 0 else 0)
        statements.append(
            Statement(
                uid=f"s{number}",
                text=f"An ability to tell the number {number} from others" + (":" if number % 7 == 3 else ""),
                parent=f"s{at}" if at >= 0 else "",
                position=number,
                code=f"{number}",
                kind="Ability",
                plain="You can count." if number % 3 else "",
                optional=number % 5 == 0,
            )
        )
    links = tuple(
        Association(f"a{number}", "isRelatedTo", f"s{chance.randrange(count)}", f"s{chance.randrange(count)}")
        for number in range(associations)
    )
    return Tree("Grown", tuple(statements), links, language="en-GB")


def story() -> Tree:
    """A small framework as people write them: domains, competences, stems with sub-points, companions."""
    return Tree(
        title="Working beside people",
        language="en-GB",
        uri="https://example.org/framework",
        description="Who it is for.\n\nAnd why.",
        statements=(
            Statement("d1", "Relating", code="1", kind="Domain"),
            Statement("c1", "Listening", "d1", 0, code="1.1", kind="Competence"),
            Statement(
                "s1",
                "An ability to listen",
                "c1",
                0,
                code="1.1.1",
                plain="You listen.",
                easy="You listen. You wait.",
                notes="Ask first.",
                level="2",
                kind="Ability",
            ),
            Statement("s2", "An ability to say:", "c1", 1, code="1.1.2", optional=True),
            Statement("p1", "what was heard", "s2", 0),
            Statement("p2", "and what was not", "s2", 1),
            Statement("c2", "Long words " * 40, "d1", 1, code="1.2", short="Being brief"),
            Statement("s3", "مهارة الاستماع", "c2", 0, language="ar"),
            Statement("d2", "Knowing", code="2", position=1),
        ),
        associations=(
            Association("a1", "isRelatedTo", "s1", "c2"),
            Association(
                "a2",
                "exactMatchOf",
                "s1",
                "far",
                destination_uri="https://example.org/far",
                destination_title="Far away",
            ),
            Association("a3", "ext:theirOwn", "s1", "javascript:alert(1)"),
            Association("a4", "isTranslationOf", "elsewhere", "d1"),
        ),
    )
