"""From what a person types to the copy they mean."""

from __future__ import annotations

import zipfile
from pathlib import Path

from penholder.copies.files import Files, Unreadable
from penholder.copies.folder import Folder
from penholder.copies.packed import Packed
from penholder.copies.web import Web


def open_copy(given: str) -> Files:
    """The copy at an address, in a folder or in a .zip; ``Unreadable`` says what it should have been."""
    if "://" in given:
        return Web.at(given)
    return open_local_copy(Path(given))


def open_local_copy(path: Path) -> Files:
    """The same, from this machine only: checking a receipt asks nobody."""
    try:
        is_folder, is_there, is_zip = path.is_dir(), path.exists(), zipfile.is_zipfile(path)
    except (OSError, ValueError) as fault:  # too long to be a path, or with characters none can have
        raise Unreadable(f"{path} cannot be read: it is not a path.") from fault
    if is_folder:
        return Folder(path)
    if is_zip:
        return Packed.open(path)
    if is_there:
        raise Unreadable(
            f"{path} is not a copy of a log: that is a folder, or a .zip of one, with the file “checkpoint” in it."
        )
    raise Unreadable(f"{path} cannot be read: there is nothing of this name.")
