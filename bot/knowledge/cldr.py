"""The countries of ISO 3166-1, and what CLDR calls them and the months: read from pycountry's and babel's data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Return ISO 3166-1 alpha-3 codes, lower case, and the English names of CLDR.

    pycountry's list is read as the package reads it, without the package: importing that takes 20 ms, the list 1 ms.

    Raises:
        RuntimeError: pycountry is not installed.
    """
    package = find_spec("pycountry")
    if package is None or package.origin is None:
        raise RuntimeError("pycountry is not installed")
    listed = json.loads((Path(package.origin).with_name("databases") / "iso3166-1.json").read_text("utf-8"))["3166-1"]
    territories, _ = _cldr()
    found = {
        entry["alpha_3"].lower(): territories.get(entry["alpha_2"], entry["name"]).replace("(", "").replace(")", "")
        for entry in listed
    }
    return found | {"xkx": territories.get("XK", "Kosovo")}


@lru_cache(maxsize=1)
def _cldr() -> tuple[Mapping[str, str], Mapping[int, str]]:
    """Return CLDR's English names of territories, by ISO 3166-1 alpha-2 code, and of the months, by their number.

    Only these two are read: babel keeps whatever it has read of a locale, and of all locales to make a `babel.Locale`: 6 MB of
    plurals, units and languages.
    """
    from babel import localedata  # noqa: PLC0415  (only wanted here)

    english = localedata.load("en", merge_inherited=False)
    found = dict(english["territories"]), dict(english["months"]["format"]["wide"])
    vars(localedata).get("_cache", {}).clear()  # where babel keeps it under another name one day, memory is all that is lost
    return found


def long_date(text: str) -> str:
    """Return "7 June 2012" for "2012-06-07", "June 2001" for "2001-06", "2007" for "2007"."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return str(year)
    month = _cldr()[1][rest[0]]
    return " ".join(str(part) for part in (*rest[1:], month, year))
