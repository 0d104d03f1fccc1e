"""Reading XML from a stranger: no entities, no document types, nothing fetched, nothing huge."""

from lxml import etree


def safe_parser(*, without_remarks: bool = False) -> etree.XMLParser:
    """A parser of its own for each file: libxml2's are not to be shared.

    ``without_remarks`` leaves out comments and processing instructions.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=without_remarks,
        remove_comments=without_remarks,
    )


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; lxml's own ``QName`` falls over a namespace with odd letters in it."""
    return str(element.tag).rpartition("}")[2]


def namespace_of(element: etree._Element) -> str:
    """The namespace of an element, or nothing."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")
