"""Sentences out of facts: joined names, dates, and the answer that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.knowledge import KnowledgeBase, long_date
from bot.model import Answer, Citation, Fact, Query, Source

BULLET = "• "
CALLED_BY_CITIES = frozenset({"group", "document", "organisation"})
"""Kinds of things that may be called by a city."""


def joined(base: KnowledgeBase, names: Sequence[str], choice: str = "all") -> str:
    """Return ``A, B and C``."""
    if len(names) < 2:  # noqa: PLR2004 - one name needs no joining
        return "".join(names)
    return base.say(f"join.{choice}", first=", ".join(names[:-1]), last=names[-1])


def named(base: KnowledgeBase, ids: Iterable[str], choice: str = "all") -> str:
    """Return the names of entities, joined."""
    return joined(base, [base.name(entity) for entity in ids], choice)


def bullets(items: Iterable[str]) -> str:
    """Return the items as a list, one a line."""
    return "\n".join(f"{BULLET}{item}" for item in items)


def opened(opening: str, text: str) -> str:
    """Return the text behind a Yes or No, if there is one; a list begins on a line of its own."""
    separator = "\n" if text.startswith(BULLET) else " "
    return f"{opening}{separator}{text}".strip()


def capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def cites(facts: Iterable[Fact]) -> tuple[Citation, ...]:
    """Return the citations of the facts, each once, in order."""
    return tuple(dict.fromkeys(citation for fact in facts for citation in fact.cite))


def verdict(query: Query, base: KnowledgeBase, *, truth: bool, denies: bool = True) -> str:
    """Return the word that a question for Yes or No is answered with.

    Args:
        query: The question; where it denies the statement ("is it true that ... not"), the denial is answered.
        base: The knowledge.
        truth: Whether the statement without its "not" is true.
        denies: False where a "not" of the question is part of what is asked about.
    """
    if query.negated and denies:
        return base.say("answer.not_so" if truth else "answer.right")
    return base.say("answer.yes" if truth else "answer.no")


def beyond(query: Query, value: float, bound: float) -> bool | None:
    """Return whether a value lies on the side of a bound that the question names; None where it names none."""
    sides = (
        ("at-least", value >= bound), ("at-most", value <= bound), ("more", value > bound), ("less", value < bound),
    )  # fmt: skip
    return next((met for word, met in sides if query.has(word)), None)


VERDICTS = ("answer.yes", "answer.no", "answer.right", "answer.not_so", "answer.not_all")
"""Phrases that an answer to a question for Yes or No begins with."""


def parted(base: KnowledgeBase, text: str) -> tuple[str, str]:
    """Return the phrase that an answer begins with, "" for none, and what comes behind it."""
    for key in VERDICTS:
        opening = base.say(key)
        if text == opening or text.startswith((f"{opening} ", f"{opening}\n")):
            return key, text[len(opening) :].strip()
    return "", text


def said(*parts: str) -> str:
    """Return the parts that are not empty as one paragraph."""
    return " ".join(part for part in parts if part)


def dated_source(base: KnowledgeBase, source: Source) -> str:
    """Return the date of a source; "undated, read 23 November 2026" where it shows none."""
    return long_date(source.as_of) if source.as_of else base.say("source.undated", date=long_date(source.read))


def dated_tail(base: KnowledgeBase, facts: Iterable[Fact]) -> str:
    """Return "(As of 7 June 2012.)", to end a paragraph with."""
    return base.say("answer.dated", when=dated(base, facts))


def dated(base: KnowledgeBase, facts: Iterable[Fact]) -> str:
    """Return "As of 7 June 2012", with the newest date that the facts hold for, or what another day is called."""
    moment = base.moment
    if moment is None:
        return base.say("answer.as_of", date=long_date(max(fact.cite[0].source.as_of for fact in facts)))
    key = "answer.as_of.last" if moment.stale else "answer.as_of"
    return moment.label or base.say(key, date=long_date(min(max(fact.as_of for fact in facts), moment.day)))


def in_profile(base: KnowledgeBase, facts: Sequence[Fact]) -> str:
    """Return what the primary source says of a thing, with its date, to end an answer from later ones with; "" for nothing."""
    if not facts:
        return ""
    date = long_date(max(citation.source.as_of for fact in facts for citation in fact.cite))
    return base.say("since.profile", date=date, text=said(*(fact.say for fact in facts)))


def composed(
    *paragraphs: str,
    facts: Sequence[Fact] = (),
    citations: Sequence[Citation] = (),
    items: Sequence[str] = (),
    empty: bool = False,
) -> Answer:
    """Return an answer of the paragraphs that are not empty."""
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    every = tuple(dict.fromkeys((*citations, *cites(facts))))
    return Answer(text, every, (), tuple(items), tuple(fact.id for fact in facts), empty)


def whole_years(start: str, end: str) -> int:
    """Return the difference of the years of two ISO dates: what a source that names years alone can tell."""
    return int(end[:4]) - int(start[:4])


def whole_months(start: str, end: str) -> int | None:
    """Return the whole months between two ISO dates; None where one of them names no month."""
    first, last = ([int(part) for part in date.split("-")] for date in (start, end))
    if len(first) < 2 or len(last) < 2:  # noqa: PLR2004 - a year alone
        return None
    unfinished = bool(last[2:]) and first[2:] > last[2:]  # the last month is not full
    return (last[0] - first[0]) * 12 + last[1] - first[1] - unfinished


def agree(one: str, other: str) -> bool:
    """Return whether two values are the same as far as both go: 2001 agrees with 2001-06."""
    return one == other or other.startswith(f"{one}-") or one.startswith(f"{other}-")


def unnamed(text: str, base: KnowledgeBase) -> str:
    """Return a text without what is called by a city: "the Shanghai Five" says nothing of Shanghai."""
    for name in (base.name(thing) for thing, kind in base.kinds.items() if kind in CALLED_BY_CITIES):
        text = text.replace(name, "")
    return text
