"""What a careful reader would notice about a tree, before anybody else does.

Nothing here changes the tree. A finding says which statements it is about and what to do, so that a page can list them
and a publication gate can count the serious ones.
"""

import enum
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from penholder.pure.tree.statement import Association, Statement, Tree

LONGEST_QUOTE = 60


class FindingKind(enum.StrEnum):
    """The closed set of things that can be found."""

    CYCLE = "cycle"
    MISSING_PARENT = "missing parent"
    DUPLICATE_IDENTIFIER = "duplicate identifier"
    DUPLICATE_CODE = "duplicate code"
    EMPTY_TEXT = "empty text"
    STEM_WITHOUT_SUB_POINTS = "stem without sub-points"
    SUB_POINT_WITHOUT_STEM = "sub-point without stem"
    DANGLING_END = "dangling end"
    DUPLICATE_ASSOCIATION = "duplicate association"
    MARKUP = "markup"
    SAME_WORDS_TWICE = "same words twice"


SERIOUS = frozenset(
    {
        FindingKind.CYCLE,
        FindingKind.MISSING_PARENT,
        FindingKind.DUPLICATE_IDENTIFIER,
        FindingKind.EMPTY_TEXT,
    }
)

_MARKUP = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
_ENOUGH_TO_TELL = 5
"""With fewer statements nobody can say that beginning with a small letter is unusual."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what kind, about which statements, in one sentence."""

    kind: FindingKind
    uids: tuple[str, ...]
    sentence: str

    @property
    def serious(self) -> bool:
        """Whether the tree is broken, rather than merely worth a second look."""
        return self.kind in SERIOUS


def findings(tree: Tree) -> tuple[Finding, ...]:
    """Everything worth a look, the broken things first, each kind in reading order of the tree."""
    return (
        *_cycles_found(tree),
        *_missing_parents(tree),
        *_duplicate_identifiers(tree),
        *_empty_texts(tree),
        *_duplicate_codes(tree),
        *_bare_stems(tree),
        *_lost_stems(tree),
        *_dangling_ends(tree),
        *_doubled_associations(tree),
        *_markup(tree),
        *_repeated_siblings(tree),
    )


def cycles(parents: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Rings of parents, each from the uid that stands first in ``parents``, following upwards.

    A statement that is its own parent is a ring of one. Statements that merely hang below a ring are not part of it.
    """
    rings: list[tuple[str, ...]] = []
    settled: set[str] = set()
    for start in parents:
        trail: list[str] = []
        places: dict[str, int] = {}
        uid = start
        while uid in parents and uid not in settled and uid not in places:
            places[uid] = len(trail)
            trail.append(uid)
            uid = parents[uid]
        if uid in places:
            rings.append(tuple(trail[places[uid] :]))
        settled.update(trail)
    return _from_the_first(rings, parents)


def quoted(statement: Statement) -> str:
    """A statement as it is named in a sentence: its code, or the beginning of its words."""
    if statement.code:
        return statement.code
    words = " ".join((statement.short or statement.text).split())
    if not words:
        return f"the statement {statement.uid}"
    return f"“{words}”" if len(words) <= LONGEST_QUOTE else f"“{words[:LONGEST_QUOTE].rstrip()}…”"


def association_named(one: Association, tree: Tree) -> str:
    """An association as it is named in a sentence: what it leads from, how, and to what."""
    origin = end_named(one.origin, one.origin_uri, tree)
    return f"{origin} {one.kind} {end_named(one.destination, one.destination_uri, tree)}"


def end_named(uid: str, uri: str, tree: Tree) -> str:
    """One end of an association: the statement here, else its identifier, else its address."""
    return quoted(tree.by_uid[uid]) if uid in tree.by_uid else uid or uri or "nothing"


def _from_the_first(rings: list[tuple[str, ...]], parents: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    rank = {uid: index for index, uid in enumerate(parents)}
    turned: list[tuple[str, ...]] = []
    for ring in rings:
        first = min(range(len(ring)), key=lambda place: rank[ring[place]])
        turned.append(ring[first:] + ring[:first])
    return tuple(sorted(turned, key=lambda ring: rank[ring[0]]))


def _cycles_found(tree: Tree) -> Iterator[Finding]:
    for ring in cycles({statement.uid: statement.parent for statement in tree.statements}):
        names = ", ".join(quoted(tree.by_uid[uid]) for uid in ring)
        if len(ring) == 1:
            yield Finding(
                FindingKind.CYCLE, ring, f"{names} stands under itself. Move it to where it belongs."
            )
        else:
            yield Finding(
                FindingKind.CYCLE,
                ring,
                f"{names} stand under each other in a ring. Move one of them to where it belongs.",
            )


def _missing_parents(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if statement.parent and statement.parent not in tree.by_uid:
            yield Finding(
                FindingKind.MISSING_PARENT,
                (statement.uid,),
                f"{quoted(statement)} belongs under a statement that is not here. "
                "It is shown at the top; move it to where it belongs.",
            )


def _duplicate_identifiers(tree: Tree) -> Iterator[Finding]:
    for uid, same in _sharing(tree, lambda statement: statement.uid).items():
        yield Finding(
            FindingKind.DUPLICATE_IDENTIFIER,
            (uid,),
            f"{len(same)} statements have the identifier {uid}. Only one may keep it.",
        )


def _empty_texts(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if not statement.text.strip():
            yield Finding(
                FindingKind.EMPTY_TEXT,
                (statement.uid,),
                f"{quoted(statement)} has no words. Write some, or retire it.",
            )


def _duplicate_codes(tree: Tree) -> Iterator[Finding]:
    for code, same in _sharing(tree, lambda statement: statement.code.strip()).items():
        yield Finding(
            FindingKind.DUPLICATE_CODE,
            tuple(statement.uid for statement in same),
            f"The code {code} is printed on {len(same)} statements, so nobody can tell which is meant.",
        )


def _bare_stems(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if statement.text.rstrip().endswith(":") and not tree.children.get(statement.uid):
            yield Finding(
                FindingKind.STEM_WITHOUT_SUB_POINTS,
                (statement.uid,),
                f"{quoted(statement)} ends with a colon, but nothing follows it. Sub-points may have been lost.",
            )


def _lost_stems(tree: Tree) -> Iterator[Finding]:
    """Sub-points that go on a sentence nobody began: small first letters, where statements begin with large ones."""
    going_on = [one for one in tree.statements if _goes_on(one)]
    if len(tree.statements) < _ENOUGH_TO_TELL or 2 * len(going_on) > len(tree.statements):
        return
    for statement in going_on:
        above = tree.by_uid.get(statement.parent)
        if above is None or not above.text.rstrip().endswith((":", ",", "–", "—")):
            yield Finding(
                FindingKind.SUB_POINT_WITHOUT_STEM,
                (statement.uid,),
                f"{quoted(statement)} goes on a sentence, but no stem stands above it. "
                "Move it under its stem, or write it out.",
            )


def _goes_on(statement: Statement) -> bool:
    first = statement.text.lstrip(" \t\n“”‘’\"'([•-–")[:1]
    return first.islower()


def _dangling_ends(tree: Tree) -> Iterator[Finding]:
    """Ends in this framework that are not there; what lies outside has an address, and what was replaced may be gone."""
    for one in tree.associations:
        ends = [] if one.kind == "replacedBy" else [(one.origin, one.origin_uri)]
        for end, uri in (*ends, (one.destination, one.destination_uri)):
            if end not in tree.by_uid and end != tree.uid and not uri:
                why = f"{end} is not here and has no address" if end else "one of its ends is not said"
                sentence = f"{association_named(one, tree)}, but {why}."
                yield Finding(FindingKind.DANGLING_END, (one.uid,), sentence)


def _doubled_associations(tree: Tree) -> Iterator[Finding]:
    said: dict[tuple[str, str, str], list[Association]] = {}
    for one in tree.associations:
        ends = (one.origin or one.origin_uri, one.destination or one.destination_uri)
        said.setdefault((one.kind, *ends), []).append(one)
    for same in said.values():
        if len(same) > 1:
            yield Finding(
                FindingKind.DUPLICATE_ASSOCIATION,
                tuple(one.uid for one in same),
                f"That {association_named(same[0], tree)} is said {len(same)} times. Once is enough.",
            )


def _markup(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if _MARKUP.search(statement.text):
            yield Finding(
                FindingKind.MARKUP,
                (statement.uid,),
                f"{quoted(statement)} holds markup, which readers would see as it is. Write the words without it.",
            )


def _repeated_siblings(tree: Tree) -> Iterator[Finding]:
    for siblings in tree.children.values():
        seen: dict[str, list[Statement]] = {}
        for statement in siblings:
            words = " ".join(statement.text.split()).casefold()
            if words:
                seen.setdefault(words, []).append(statement)
        for same in seen.values():
            if len(same) > 1:
                yield Finding(
                    FindingKind.SAME_WORDS_TWICE,
                    tuple(statement.uid for statement in same),
                    f"{quoted(same[0])} says the same as {quoted(same[1])} beside it.",
                )


def _sharing(tree: Tree, name: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = {}
    for statement in tree.statements:
        if name(statement):
            groups.setdefault(name(statement), []).append(statement)
    return {shared: same for shared, same in groups.items() if len(same) > 1}
