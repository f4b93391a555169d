"""The shapes that entries of the knowledge folder must have; the JSON Schema for editors is made from them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Month = Annotated[int, msgspec.Meta(ge=1, le=12)]
Day = Annotated[int, msgspec.Meta(ge=1, le=31)]
Percent = Annotated[str, msgspec.Meta(pattern=r"^\d+(\.\d+)?$")]
"""A decimal as text: "12.5"; an unquoted fraction is none of the knowledge's values."""


class _Shape(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An entry; a key that is not named here is a fault."""


class SectionShape(_Shape, frozen=True):
    """A heading of a source's text."""

    name: str
    opens: str | None = None
    also: list[str] = []


class SourceShape(_Shape, frozen=True):
    """Something that can be cited."""

    title: str
    publisher: str
    url: str
    as_of: str = ""
    read: str = ""
    primary: bool = False
    dates: list[str] = []
    note: str = ""
    file: str = ""
    sections: list[SectionShape] = []


class FactShape(_Shape, frozen=True):
    """One thing that a source says."""

    id: str
    subject: str
    relation: str
    value: int | str | list[str] | None
    say: str
    cite: list[str]
    as_of: str = ""
    about: list[str] = []
    short: str = ""
    valid_from: str = ""
    valid_until: str = ""
    announced: str = ""
    confidence: Literal["", "high", "medium", "derived", "not-found"] = ""
    updates: list[str] = []
    event: str = ""
    settled: str = ""
    origin: str = ""
    place: str = ""


class HorizonShape(_Shape, frozen=True):
    """From when to when something is known."""

    known: str
    ends: str
    trusted: str
    begins: str = ""
    before: str = ""


class DocumentShape(_Shape, frozen=True):
    """An agreement or another document."""

    year: int
    type: str
    force: str
    cite: list[str]
    month: Month | None = None
    day: Day | None = None
    topics: list[str] = []
    touches: list[str] = []
    partners: list[str] = []
    bodies: list[str] = []
    sides: list[str] = []
    place: str = ""


class OccasionShape(_Shape, frozen=True):
    """A meeting that stands for its day."""

    date: str
    behind: list[str]


class NameShape(_Shape, frozen=True):
    """What one of the SCO's own things is called."""

    kind: str
    name: str
    forms: list[str]
    title: str = ""
    city: str = ""
    heads: str = ""


class WordShape(_Shape, frozen=True):
    """A word of the vocabulary that rules use."""

    forms: list[str]
    group: str = ""
    means: list[str] = []


class CountryShape(_Shape, frozen=True):
    """Names of a country beyond the standard one."""

    name: str = ""
    forms: list[str] = []
    adjectives: list[str] = []


class PlaceShape(_Shape, frozen=True):
    """A place that is no country."""

    name: str
    kind: str
    forms: list[str] = []
    adjectives: list[str] = []
    countries: list[str] = []


class CityShape(_Shape, frozen=True):
    """A city."""

    name: str
    country: str
    forms: list[str] = []
    capital: bool = False


class OrganisationShape(_Shape, frozen=True):
    """Another organisation."""

    name: str
    long: str
    forms: list[str] = []


class RuleShape(_Shape, frozen=True):
    """How questions are recognised and what answers them."""

    examples: list[str]
    needs: list[str]
    do: str
    may: list[str] = []
    never: list[str] = []
    asks: list[str] = []
    facts: list[str] = []
    options: dict[str, str] = {}
    next: list[str] = []
    priority: int = 0
    dated: bool = False


class EntryShape(_Shape, frozen=True):
    """A plain question and answer."""

    examples: list[str]
    answer: str
    cite: list[str]


class ChatShape(_Shape, frozen=True):
    """A wording that is no question, and the reply to it."""

    forms: list[str]
    reply: str


class CommandShape(_Shape, frozen=True):
    """A command of the Telegram menu."""

    command: str
    description: str
    question: str


class PronounShape(_Shape, frozen=True):
    """Words that stand for something said before."""

    forms: list[str]
    means: list[str]


class FramesShape(_Shape, frozen=True):
    """What stands around a question and asks nothing, in parts; only parts in one of the orders say nothing."""

    parts: dict[str, list[str]] = {}
    orders: list[str] = []


class GrammarShape(_Shape, frozen=True):
    """The small words of a language."""

    fillers: list[str]
    contractions: dict[str, str]
    auxiliaries: list[str]
    imperatives: list[str]
    continuations: list[str]
    comparisons: list[str]
    negations: list[str]
    pronouns: dict[str, PronounShape]
    existential: list[str]
    echoes: list[str]
    ordinals: dict[str, int]
    digits: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    months: dict[str, Month]
    interrogatives: list[str]
    unanswered: list[str]
    addressed: list[str]
    subjects: list[str]
    conditions: list[str]
    joints: list[str]
    placeholders: list[str]
    articles: list[str] = []
    supports: list[str] = []
    offers: list[str] = []
    wishes: list[str] = []
    courtesies: list[str] = []
    locatives: list[str] = []
    subordinators: list[str] = []
    reporters: list[str] = []
    alternatives: list[str] = []
    pasts: list[str] = []
    denials: list[str] = []
    thens: list[str] = []
    same_years: list[str] = []
    number_joints: list[str] = []
    fractions: dict[str, Percent] = {}
    date_links: list[str] = []
    day_endings: list[str] = []
    keyboard: list[str] = []
    year_links: list[str] = []
    measures: list[str] = []
    interjections: list[str] = []
    possessives: list[str] = []
    plurals: list[str] = []
    askers: list[str] = []
    stories: list[str] = []
    restrictors: list[str] = []
    additions: list[str] = []
    purposes: list[str] = []
    month_verbs: list[str] = []
    light: list[str] = []
    lead_ins: list[str] = []
    always: list[str] = []
    times: list[str] = []
    tags: list[str] = []
    year_words: list[str] = []
    occasion_links: list[str] = []
    summit_links: list[str] = []
    presence: list[str] = []
    counted: list[str] = []
    definite: list[str] = []
    trailing: list[str] = []
    decimal_points: list[str] = []
    decades: dict[str, int] = {}
    year_parts: dict[str, int] = {}
    deeds: dict[str, str] = {}
    onward: list[str] = []
    refusals: list[str] = []
    this_year: list[str] = []
    last_year: list[str] = []
    years_ago: list[str] = []
    past_years: list[str] = []
    bys: list[str] = []
    onwards: list[str] = []
    relatives: list[str] = []
    knowing: list[str] = []
    endings: list[str] = []
    beliefs: list[str] = []
    presently: list[str] = []
    operators: dict[str, str] = {}
    openers: dict[str, str] = {}
    verdicts: list[str] = []
    refused: list[str] = []
    asides: list[str] = []
    selves: list[str] = []
    same_times: list[str] = []
    returns: list[str] = []
    apposed: list[str] = []
    restatements: list[str] = []
    rewordings: list[str] = []
    toos: list[str] = []
    fors: list[str] = []
    tails: dict[str, str] = {}
    behalf_links: list[str] = []
    behalf_sides: dict[str, list[str]] = {}
    contrasts: list[str] = []
    clipped: dict[str, str] = {}
    range_links: list[str] = []
    reversals: list[str] = []
    indefinites: list[str] = []
    neuters: list[str] = []
    telling: list[str] = []
    epithets: list[str] = []
    frames: FramesShape = FramesShape()


class LanguageShape(_Shape, frozen=True):
    """A language that the bot does not answer in yet."""

    name: str
    line: str
    script: str
    letters: str = ""
    marks: list[str] = []
    words: frozenset[str] = frozenset()


MAPPINGS: dict[str, type[msgspec.Struct]] = {
    "sources": SourceShape,
    "documents": DocumentShape,
    "horizons": HorizonShape,
    "names": NameShape,
    "words": WordShape,
    "countries": CountryShape,
    "places": PlaceShape,
    "cities": CityShape,
    "organisations": OrganisationShape,
    "occasions": OccasionShape,
    "rules": RuleShape,
    "entries": EntryShape,
    "chat": ChatShape,
    "languages": LanguageShape,
}
"""Sections whose entries are named by their key."""
LISTS: dict[str, tuple[type[msgspec.Struct], str]] = {"facts": (FactShape, "id"), "commands": (CommandShape, "command")}
"""Sections that are lists, with the key that names an entry."""
PLAIN: dict[str, object] = {"phrases": str, "ambiguous": list[str], "cased": list[str], "grammar": GrammarShape}
"""Sections of plain values: a text for each key, a list of ids for each form, forms, or one entry."""
