"""Whether an entry is as strict CASE asks, seen in one look: nearly all are, and entries of a file have few shapes."""

from operator import itemgetter

from penholder.pure.formats.case.as_it_was import EXTENSIONS
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.rules import Entry, is_text, is_time
from penholder.pure.formats.case.values import is_object

_TEXT_ONLY = {str}


class Plan:
    """How to see in one look whether an entry with these names is as it should be."""

    def __init__(self, shape: tuple[str, ...], rules: Entry) -> None:
        ours = [name for name in shape if name in rules.fields]
        self._possible = set(rules.required) <= set(ours) and set(shape) <= {*ours, EXTENSIONS}
        texts = [name for name in ours if rules.fields[name].allows is is_text]
        self._texts = itemgetter(*texts) if len(texts) > 1 else None
        alone = texts if len(texts) == 1 else []
        checked = [name for name in ours if name not in texts and name != "lastChangeDateTime"] + alone
        self._checks = tuple((name, rules.fields[name].allows) for name in checked)
        self._extensions = EXTENSIONS in shape
        self._timed = "lastChangeDateTime" in shape
        self._listed = rules.listed_extensions

    def fits(self, entry: Json, times: set[object]) -> bool:
        """``times`` are those already seen to be times."""
        if not self._possible or (self._extensions and not self._fit_extensions(entry[EXTENSIONS])):
            return False
        if self._texts and not set(map(type, self._texts(entry))) <= _TEXT_ONLY:
            return False
        for name, allows in self._checks:
            if not allows(entry[name]):
                return False
        return not self._timed or self._is_time(entry["lastChangeDateTime"], times)

    def _fit_extensions(self, value: object) -> bool:
        return is_object(value) and not self._listed

    @staticmethod
    def _is_time(value: object, times: set[object]) -> bool:
        if type(value) is not str:
            return False
        if value not in times:
            if not is_time(value):
                return False
            times.add(value)
        return True
