"""Numbers of things in a sentence."""


def counted(count: int, one: str, many: str) -> str:
    """“1 text”, “2 texts”."""
    return f"{count:,} {one if count == 1 else many}"
