"""Sums and counts: shares make a whole, a printed count is the length of its list, a value stands in its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checking.faults import Faults
from bot.checking.reading import NAMED, Reader
from bot.knowledge import KnowledgeBase
from bot.model import Fact

WHOLE = 100  # per cent: what the shares of all members add up to


def check(base: KnowledgeBase, faults: Faults) -> None:
    """Note shares that do not add up, counts that differ from their lists, and values that their sentence does not say."""
    _shares(base, faults)
    _counts(base, faults)
    _overlaps(base, faults)
    _composition(base, faults)
    reader = Reader(base)
    for fact in base.facts.values():
        for said in _unsaid(fact, base, reader):
            faults.add(
                "facts",
                fact.id,
                f'The value {said} does not stand in the sentence "{fact.say}".',
                "Let `value` and `say` say the same.",
            )


def _shares(base: KnowledgeBase, faults: Faults) -> None:
    shares = [fact for fact in base.related("share") if isinstance(fact.value, int)]
    total = sum(fact.value for fact in shares if isinstance(fact.value, int))
    if shares and total != WHOLE:
        listed = ", ".join(f"{fact.subject} {fact.value}" for fact in shares)
        faults.add(
            "facts", shares[0].id, f"The shares add up to {total}, not {WHOLE} ({listed}).", "Compare each with the source."
        )
    payers, members = {fact.subject for fact in shares}, set(_members(base))
    for stray in sorted(payers ^ members) if shares else ():
        missing = "has a share, but is no member" if stray in payers else "is a member, but has no share"
        faults.add("facts", shares[0].id, f"{stray} {missing}.", "Add the fact that is missing, or take the other out.")


def _counts(base: KnowledgeBase, faults: Faults) -> None:
    members = _members(base)
    for fact in base.related("printed.count"):
        if fact.value != len(members):
            faults.add(
                "facts",
                fact.id,
                f"The printed count is {fact.value}, but {len(members)} members are listed ({', '.join(members)}).",
                "Compare both with the source.",
            )


def _overlaps(base: KnowledgeBase, faults: Faults) -> None:
    """Check "5 of 6 EurAsEC members (China is not one)": members without those outside are those that overlap."""
    members = _members(base)
    for fact in base.related("overlap"):
        value = fact.value if isinstance(fact.value, tuple) else ()
        if len(value) != 2 or not all(part.isdecimal() for part in value):  # noqa: PLR2004  (part and whole)
            faults.add("facts", fact.id, "The value is not a part and a whole.", 'Write value: ["5", "6"] for five of six.')
            continue
        part, whole = int(value[0]), int(value[1])
        if part > min(whole, len(members)):
            faults.add("facts", fact.id, f"{part} of {whole} is more than there are.", "Compare with the source.")
        outside = [other for other in base.related("outside") if other.subject == fact.subject]
        if outside and part + len(outside) != len(members):
            faults.add(
                "facts",
                fact.id,
                f"{part} members inside and {len(outside)} outside are not the {len(members)} members.",
                "Compare both with the source.",
            )


def _composition(base: KnowledgeBase, faults: Faults) -> None:
    """Check "the six members are the Five and Uzbekistan"."""
    members = set(_members(base))
    for fact in base.related("composition"):
        added = {fact.value} if isinstance(fact.value, str) else set(fact.value) if isinstance(fact.value, tuple) else set()
        for group in base.related("members"):
            listed = set(group.value) if isinstance(group.value, tuple) else set()
            if listed | added != members:
                faults.add(
                    "facts",
                    fact.id,
                    f"{', '.join(sorted(listed))} with {', '.join(sorted(map(str, added)))} are not the members.",
                    "Compare the lists with the source.",
                )


def _members(base: KnowledgeBase) -> tuple[str, ...]:
    return tuple(fact.subject for fact in base.related("status") if fact.value == "member")


def _unsaid(fact: Fact, base: KnowledgeBase, reader: Reader) -> Iterator[str]:
    """Yield the numbers, dates and things of the value that the sentence does not name."""
    said = reader.read(f"{fact.say} {fact.short}")
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    for value in values:
        if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"\d+", value)):
            if int(value) not in said.numbers:
                yield str(value)
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value):
            year, month, *_ = (int(part) for part in value.split("-"))
            if year not in said.numbers or month not in said.months:
                yield value
        elif isinstance(value, str) and base.kinds.get(value) in NAMED and value not in said.names:
            yield f'"{value}"'
