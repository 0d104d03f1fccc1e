"""Files made worse: by bytes, by cells, by elements, by the parts of an archive. The same seed makes the same file."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import random
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

_ODD_ZIP = (
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,  # of a part without a name
)

Mutator = Callable[[bytes, random.Random], bytes]

_LARGEST = 20_000
"""Of what is made, in bytes, unless what it is made from is larger: cut short, that would be refused at the door."""

_ODD: tuple[bytes, ...] = (
    b"", b"\0", b'"', b"'", b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff", b"\xc3",
    b"\xed\xa0\x80", "é".encode(), "🙂".encode(), "\u202e".encode(), "\u0301".encode(), "\u2028".encode(), "ﬀ".encode(), b"-1", b"0", b"1",
    b"-0", b"1e9", b"1e999", b"NaN", b"inf", b"None", b"99999999999999999999", b"0x1", b" 1 ", "١".encode(), b"=1+1", b"true", b"null",
    b"{", b"}", b"[", b"]", b"[[[[", b"{}", b"@", b"Dr A. ", b"http://", b"&amp;", b"&#0;", b"&x;", b"<!DOCTYPE a>", b"<![CDATA[", b"<!--", b"<?a",
    b"A" * 300, b"1" * 300, b"," * 300, b'"' * 99,
)  # fmt: skip


def worse(data: bytes, chance: random.Random) -> bytes:
    """A few bytes taken out, put in, doubled or changed."""
    most = _most(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        place = chance.randint(0, len(data))
        end = min(len(data), place + chance.choice((0, 1, 1, 2, 8, 40)))
        how = chance.random()
        if how < 0.4:
            data = data[:place] + chance.choice(_ODD) + data[end:]
        elif how < 0.6:
            data = data[:place] + data[end:]
        elif how < 0.8:
            data = data[:place] + data[place:end] * chance.choice((2, 3, 9)) + data[end:]
        elif data:
            at = chance.randrange(len(data))
            data = data[:at] + bytes((chance.randrange(256),)) + data[at + 1 :]
    return data[:most]


def _most(data: bytes) -> int:
    return max(_LARGEST, 2 * len(data))


def worse_table(data: bytes, chance: random.Random) -> bytes:
    """Cells swapped, replaced, added or gone; rows doubled or gone; another separator; or bytes."""
    if chance.random() < 0.3:
        return worse(data, chance)
    rows = [line.split(b",") for line in data.split(b"\n")]
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(rows)
        how = chance.randrange(7)
        if how == 0:
            row[chance.randrange(len(row))] = chance.choice(_ODD)
        elif how == 1:
            row.insert(chance.randint(0, len(row)), chance.choice(_ODD))
        elif how == 2 and len(row) > 1:
            del row[chance.randrange(len(row))]
        elif how == 3:
            rows.insert(chance.randint(0, len(rows)), list(chance.choice(rows)))
        elif how == 4 and len(rows) > 1:
            rows.remove(row)
        elif how == 5:
            other = chance.choice(rows)
            other[chance.randrange(len(other))] = row[chance.randrange(len(row))]
        else:
            chance.shuffle(row)
    separator = chance.choice((b",", b",", b",", b";", b"\t"))
    return b"\n".join(separator.join(row) for row in rows)[: _most(data)]


def worse_lines(data: bytes, chance: random.Random) -> bytes:
    """Lines in another order, doubled, cut; or bytes."""
    lines = data.split(b"\n")
    if chance.random() < 0.5:
        return worse(data, chance)
    at = chance.randrange(len(lines))
    lines[at] = worse(lines[at], chance)
    if chance.random() < 0.3:
        lines.insert(at, chance.choice(lines))
    return b"\n".join(lines)[: _most(data)]


def worse_json(data: bytes, chance: random.Random) -> bytes:
    """Values moved, doubled, replaced by others of the file or by odd ones, names changed; or bytes."""
    if chance.random() < 0.1:
        return worse_lines(data, chance)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return worse(data, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        holders = list(_holders(value))
        if not holders:
            return worse(data, chance)
        _worsen_in(chance.choice(holders), chance.choice(holders), chance)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace")[: _most(data)]


def _holders(value: object) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list) and one:
            yield one
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _worsen_in(one: Any, other: Any, chance: random.Random) -> None:
    """Each is an object or an array, and holds something."""
    here, there = (
        chance.choice(list(held) if isinstance(held, dict) else range(len(held))) for held in (one, other)
    )
    taken = copy.deepcopy(other[there])
    how = chance.randrange(6)
    if how == 0:
        del one[here]
    elif how == 1:
        one[here] = taken
    elif how == 2:
        one[here] = chance.choice((None, True, 0, -1, 1e300, "", " ", [], {}, [[]], _sayable(chance)))
    elif how == 3 and isinstance(one, dict):
        one[chance.choice((_sayable(chance), str(there)))] = one.pop(here)
    elif how == 4 and isinstance(one, list):
        one.insert(chance.randint(0, len(one)), taken)
    else:
        one[here] = _sayable(chance)


def worse_xml(data: bytes, chance: random.Random) -> bytes:
    """Elements doubled, moved, renamed, gone; attributes and words replaced; or bytes, where it is no XML any more."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return worse(data, chance)
    if chance.random() < 0.15:
        return worse(data, chance)
    for _ in range(chance.choice((1, 1, 2, 5))):
        with contextlib.suppress(
            ValueError, KeyError
        ):  # a name that lxml reads, and does not write or find again
            _worsen(root, chance)
    made: bytes = etree.tostring(
        root, encoding=chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "iso-8859-1"))
    )
    return made[: _most(data)]


def worse_archive(data: bytes, chance: random.Random) -> bytes:
    """A part made worse, renamed, added or gone, and packed again; or the bytes of the archive itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except _ODD_ZIP:
        return worse(data, chance)
    if not parts or chance.random() < 0.1:
        return worse(data, chance)
    at = chance.randrange(len(parts)) if chance.random() < 0.5 else 0
    name, content = parts[at]
    how = chance.random()
    if how < 0.75:
        parts[at] = (name, (worse_xml if content.lstrip().startswith(b"<") else worse)(content, chance))
    elif how < 0.85:
        odd = chance.choice(
            (
                "../a",
                "/a",
                "a/b.txt",
                "project.qde",
                "Sources/" + name,
                "",
                "sources/",
                "é\u202e.txt",
                "a" * 300,
            )
        )
        parts[at] = (odd, content)
    elif how < 0.95:
        parts.append(
            (chance.choice((name.upper(), "sources/x.txt", "project.qde.qde")), worse(content, chance))
        )
    else:
        del parts[at]
    return _packed(parts, chance)


_OTHERS = 0.3


def worse_part(name: str, *others: str) -> Mutator:
    """A mutator that mostly makes that one part of an archive worse, or one of ``others``, and sometimes the archive around it."""

    def mutator(data: bytes, chance: random.Random) -> bytes:
        if chance.random() < 0.2:
            return worse_archive(data, chance)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
        except _ODD_ZIP:
            return worse(data, chance)
        there = [one for one, _ in parts if one in others]
        chosen = chance.choice(there) if there and chance.random() < _OTHERS else name
        return _packed(
            [(one, worse_xml(content, chance) if one == chosen else content) for one, content in parts],
            chance,
        )

    return mutator


def _packed(parts: list[tuple[str, bytes]], chance: random.Random) -> bytes:
    page = io.BytesIO()
    method = chance.choice((*[zipfile.ZIP_DEFLATED] * 10, *[zipfile.ZIP_STORED] * 5, zipfile.ZIP_BZIP2))
    with warnings.catch_warnings(), zipfile.ZipFile(page, "w", method) as archive:
        warnings.simplefilter("ignore")  # of two parts of the same name, which is what we want
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return page.getvalue()


def _worsen(root: etree._Element, chance: random.Random) -> None:
    every = [element for element in root.iter() if isinstance(element.tag, str)]
    one, other = chance.choice(every), chance.choice(every)
    above = one.getparent()
    how = chance.randrange(8)
    if how == 0 and above is not None:
        above.remove(one)
    elif how == 1 and above is not None:
        above.insert(0, copy.deepcopy(one))
    elif how == 2 and above is not None and other not in one.iter():
        other.append(one)
    elif how == 3:
        one.tag = other.tag
    elif how == 4 and one.attrib:
        one.set(chance.choice(sorted(one.attrib)), _sayable(chance))
    elif how == 5 and one.attrib and other.attrib:
        one.set(chance.choice(sorted(one.attrib)), other.get(chance.choice(sorted(other.attrib))) or "")
    elif how == 6 and one.attrib:
        del one.attrib[chance.choice(sorted(one.attrib))]
    else:
        one.text = _sayable(chance)


def _sayable(chance: random.Random) -> str:
    """An odd value that XML can carry; what it cannot is made by bytes."""
    text = chance.choice(_ODD).decode("utf-8", "replace")
    return "".join(sign for sign in text if sign in "\t\n\r" or sign >= " ")
