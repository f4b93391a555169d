"""Where the faults of a check are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.errors import Fault


class Faults:
    """Faults of entries, each with the place of its entry."""

    def __init__(self, places: Mapping[tuple[str, str], tuple[str, int]]) -> None:
        """Start empty; ``places`` maps (section, entry) to (file, line).

        An entry without a place (a country that only the library has) counts to the first file of its section.
        """
        self._places = places
        self._files = {section: file for (section, _), (file, _) in reversed(list(places.items()))}
        self._found: dict[Fault, None] = {}

    def add(self, section: str, entry: str, problem: str, remedy: str) -> None:
        """Note a fault of an entry; the same fault twice is one."""
        file, line = self._places.get((section, entry), (self._files.get(section, section), 0))
        self._found[Fault(file, line, entry, problem, remedy)] = None

    def extend(self, found: Iterable[Fault]) -> None:
        """Note faults that were found elsewhere."""
        self._found.update(dict.fromkeys(found))

    def sorted(self) -> tuple[Fault, ...]:
        """Return the faults in the order of files and lines."""
        return tuple(sorted(self._found))
