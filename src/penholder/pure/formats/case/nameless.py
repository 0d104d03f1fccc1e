"""What a document without an identifier is called by the rest of its package, so that its statements still stand under it."""

from collections.abc import Iterator

from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.values import IS_CHILD_OF, as_list, as_object, as_text
from penholder.pure.formats.identifiers import derived_uid


def name_given_to(document: Json, package: Json) -> str:
    """The identifier by which the package names its document elsewhere; nothing where it does not, or not by one alone.

    That of the package is the document's too. Else it is what all isChildOf that lead nowhere lead to; where those say the
    document's address and no identifier, one is derived from the address.
    """
    if not document:
        return ""  # a piece of a framework: what it hangs under may be a statement elsewhere
    of_package = as_text(as_object(document.get("CFPackageURI")).get("identifier")).strip()
    if of_package:
        return of_package
    ends = list(_ends_elsewhere(package))
    named = {identifier for identifier, _ in ends if identifier}
    if len(named) == 1:
        return named.pop()
    address = as_text(document.get("uri")).strip()
    by_address = address and any(uri.casefold() == address.casefold() for _, uri in ends)
    return derived_uid(address) if by_address and not named else ""


def _ends_elsewhere(package: Json) -> Iterator[tuple[str, str]]:
    """Identifier and address of whatever isChildOf leads to that is no statement of the package."""
    items = [as_object(one) for one in as_list(package.get("CFItems"))]
    known = {as_text(one.get(name)).casefold() for one in items for name in ("identifier", "uri")} - {""}
    for one in as_list(package.get("CFAssociations")):
        link = as_object(one)
        if link.get("associationType") != IS_CHILD_OF:
            continue
        identifier, uri = _names(link.get("destinationNodeURI"))
        if identifier.casefold() not in known and uri.casefold() not in known:
            yield identifier, uri


def _names(end: object) -> tuple[str, str]:
    if isinstance(end, str):
        return ("", as_text(end)) if ":" in end else (as_text(end), "")
    said = as_object(end)
    return as_text(said.get("identifier")), as_text(said.get("uri"))
