"""The values that pass between the rooms; all of them frozen.

A question goes ``text -> Utterance -> Query -> Answer -> Reply``. What a later question may lean on is
kept in a `Conversation`, which each `Reply` carries on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise


class Status(StrEnum):
    """What kind of reply this is; a closed set, also in the JSON output."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"
    CHAT = "chat"


class Reason(StrEnum):
    """Why a question is declined; a closed set, also in the JSON output."""

    NOT_IN_SOURCE = "not_in_source"
    OTHER_ORGANISATION = "other_organisation"
    OFF_TOPIC = "off_topic"
    NOT_A_QUESTION = "not_a_question"


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be cited."""

    id: str
    title: str
    publisher: str
    url: str
    as_of: str
    """Date of the information, ISO 8601 with the precision it has, e.g. "2012-06-07"; "" where none is shown."""
    dates: tuple[str, ...] = ()
    """Further dates, as sentences, e.g. when the copy was made."""
    note: str = ""
    primary: bool = False
    """Whether facts stand on it that others only bring up to date."""
    read: str = ""
    """The day on which an undated source was read."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a reader finds a statement."""

    source: Source
    section: str
    """The heading, as the source prints it."""
    item: int | None = None
    """Which non-blank line under the heading, counted from 1; None for the whole section."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source says, with the place where it says it."""

    id: str
    subject: str
    """Id of the entity it is about, e.g. "sco" or "kaz"."""
    relation: str
    """What is said of the subject, e.g. "share"."""
    value: int | str | tuple[str, ...] | None
    """People and years are whole numbers, money whole US dollars, per cent whole numbers or decimals as text ("17.6");
    None where the source prints N/A or nothing."""
    say: str
    """The statement as a whole sentence, in our own words."""
    as_of: str
    """Date or year that the statement holds for, with the precision it has."""
    cite: tuple[Citation, ...]
    about: frozenset[str] = frozenset()
    """Concepts that a question may name to mean just this fact."""
    short: str = ""
    """The same as a list item, where the fact is one of several."""
    valid_from: str = ""
    """First day of which it holds, ISO 8601 with the precision it has; "" where no source gives it."""
    valid_until: str = ""
    """First day on which it no longer holds; "" where none is known."""
    confidence: str = ""
    """How well it is supported: "high", "medium", "derived" or "not-found"; "" for the primary source."""
    updates: tuple[str, ...] = ()
    """Ids of the entries of the updates file that it comes from."""
    settled: str = ""
    """The day on which what was decided took effect, where that is later than `valid_from`; "" where it is the same."""
    event: str = ""
    """What happened on the day from which it holds, as a line of a timeline; "" where nothing is told there."""
    origin: str = ""
    """Id of the state that the person who is its subject is from; "" where no source says it."""
    announced: str = ""
    """The last year for which it is announced; "" where that is not said, or known by `valid_until`."""
    place: str = ""
    """Id of the city in which it happened; "" where no source says it."""

    @property
    def primary(self) -> bool:
        """Return whether the primary source says it."""
        return bool(self.cite) and self.cite[0].source.primary


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that means something known."""

    kind: str
    """"country", "organisation", "body", "document", "concept", "year" ..."""
    id: str
    start: int
    """Index of its first token."""
    stop: int
    """Index after its last token."""
    score: float = 100.0
    """How well the spelling fits, 0 to 100 (100 is exact)."""
    form: str = ""
    """The known form that it was read as."""
    names: frozenset[str] = field(init=False, repr=False, compare=False)
    """What a rule may call it: its id, and "<country>" for a country. A question is held against many rules."""

    def __post_init__(self) -> None:
        """Note the names once."""
        object.__setattr__(self, "names", frozenset((self.id, f"<{self.kind}>")))


@dataclass(frozen=True, slots=True)
class Query:
    """What a question was understood to ask."""

    intent: str
    slots: Mapping[str, tuple[str, ...]]
    """Kind of mention -> ids, in the order of the question; "word" holds the words without a group."""
    confidence: float
    """0 to 1; of the answers at 0.9 and above, 99 in 100 are meant to be right."""
    polar: bool = False
    """Whether Yes or No is wanted."""
    negated: bool = False
    """Whether what is asked about is said with a "not"."""
    order: tuple[str, ...] = ()
    """Ids of all mentions, in the order of the question."""
    past: bool = False
    """Whether it asks for what was so once: "was he", "has it ever"."""
    heard: frozenset[str] = frozenset()
    """Names of all that was said, also of what the intent takes no notice of: ids, and "<number>" for a number."""
    today: str = ""
    """The day on which it is asked, ISO 8601."""

    def has(self, name: str) -> bool:
        """Return whether the word or entity was mentioned."""
        for ids in self.slots.values():  # noqa: SIM110 - asked dozens of times for an answer: a generator takes twice as long
            if name in ids:
                return True
        return False

    def pairs(self, one: str, other: str) -> bool:
        """Return whether one is said, and the other directly behind it: "SCO members"."""
        return (one, other) in pairwise(self.order)

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the ids of a kind, in the order of the question."""
        return self.slots.get(kind, ())

    def leaving_out(self, ids: Collection[str]) -> Query:
        """Return the query without some of what it names."""
        return replace(self, slots={kind: tuple(one for one in names if one not in ids) for kind, names in self.slots.items()})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the knowledge says to a query."""

    text: str
    """Plain text; paragraphs are divided by a blank line, list items begin with "• "."""
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Ids of what was listed, in order, so that "the second one" can be found."""
    facts: tuple[str, ...] = ()
    """Ids of the facts that were used."""
    empty: bool = False
    """Whether it says that nothing is as asked."""


@dataclass(frozen=True, slots=True)
class Declined:
    """What the knowledge says to a query that it understands and has nothing for."""

    text: str
    reason: Reason = Reason.NOT_IN_SOURCE
    suggestions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    """Where the silence can be seen, for an answer that another day has."""
    final: bool = True
    """Whether this is the last word; else another rule that takes the question may still have an answer."""


@dataclass(frozen=True, slots=True)
class Part:
    """One half of a double-barrelled question."""

    intent: str
    slots: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a follow-up may lean on; plain values only, so that it can be stored.

    Attributes:
        mentions: (kind, id) pairs of the last question that was understood, in its order.
        intent: The intent of the last answered question, or "".
        items: Ids of what the last answer listed.
        focus: Ids of the entities that "it" and "they" mean now, the likeliest first.
        facts: Ids of the facts of the last answer, for "source?" and "tell me more".
        polar: Whether the last question was one for Yes or No; "and Tajikistan?" is one then, too.
        earlier: Ids of the lists before the last, which the same kind of question asked for: "those eight" are of two lists.
        replaced: (kind, id) pairs that the last questions put others in place of: "and observers?", after the members.
        figures: The figures that it held against the sources: "does Tajikistan pay ten per cent?" - "who does, then?"
        lost: Whether the last question asked which thing is meant, and it was not found: nobody knows what "it" is then.
    """

    mentions: tuple[tuple[str, str], ...] = ()
    intent: str = ""
    items: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    polar: bool = False
    earlier: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets; every renderer starts from this."""

    question: str
    status: Status
    text: str
    """The whole answer as plain text, never cut, without the source list."""
    reason: Reason | None = None
    intent: str | None = None
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: float = 0.0
    parts: tuple[Part, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Questions that can be asked next, or those that may have been meant."""
    language: str = "en"
    conversation: Conversation = field(default_factory=Conversation)
    """The conversation as the next question finds it."""
    why: tuple[str, ...] = ()
    """How the question was understood, line by line, for ``--why``."""
