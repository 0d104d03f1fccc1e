"""HTML from somebody's rich text box as text that reads the same: paragraphs, line breaks and list marks are kept."""

import re
from html.parser import HTMLParser

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|ul|ol|li|a|h[1-6]|table|thead|tbody|tr|td|th|img|sub|sup|font|"
    r"blockquote|pre|code|hr|script|style|small|s|del|ins)(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#\d+);",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"}
)
_UNSEEN = frozenset({"script", "style", "template", "head"})


def has_markup(text: str) -> bool:
    """Whether the text holds HTML elements or entities that a reader would see as such."""
    return bool(_MARKUP.search(text))


def plain_text(html: str) -> str:
    """The words of an HTML fragment, with an empty line between paragraphs and a mark before each list entry."""
    try:
        return _read(html)
    except (
        AssertionError
    ):  # Python's parser falls over a section such as “<![[” that no program writes: then it is text
        return _read(html.replace("<!", "&lt;!"))


def _read(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.lists: list[int | None] = []
        self.unseen = 0
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in {"ul", "ol"}:
            self.pieces.append("\n" if self.lists else "\n\n")
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self.pieces.append(f"\n{self._list_mark()}")
        elif tag == "tr":
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\t")
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in {"ul", "ol"}:
            if self.lists:
                self.lists.pop()
            self.pieces.append("\n" if self.lists else "\n\n")
        elif tag == "a":
            self._tell_address()
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def text(self) -> str:
        lines = [
            re.sub(r"[ \xa0]+", " ", line).strip(" ").strip("\t") for line in "".join(self.pieces).split("\n")
        ]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _list_mark(self) -> str:
        depth = "\u2003" * (len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            return f"{depth}• "
        self.lists[-1] = number + 1
        return f"{depth}{number}. "

    def _tell_address(self) -> None:
        """An address that the words do not show themselves would be lost, so it follows them."""
        shown = "".join(self.pieces[-2:])
        if self.address.startswith(("http://", "https://", "mailto:")) and self.address not in shown:
            self.pieces.append(f" ({self.address.removeprefix('mailto:')})")
        self.address = ""
