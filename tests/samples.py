"""Hand-made values that several tests start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.model import Citation, Conversation, Reply, Source, Status

TODAY = date(2025, 11, 30)

PROFILE = Source(
    id="profile",
    title="Profile of the SCO",
    publisher="Small Arms Survey",
    url="https://example.org/sco.html",
    as_of="2012-06-07",
)
HANDBOOK = Source(id="handbook", title="Handbook", publisher="Small Arms Survey", url="https://example.org/book", as_of="2012-08")

MEMBERS = Reply(
    question="who are the members?",
    status=Status.ANSWERED,
    text="As of 7 June 2012 the SCO had six members:\n• China\n• Kazakhstan",
    intent="members.list",
    slots={"status": ("member",)},
    confidence=0.97,
    citations=(Citation(PROFILE, "Members", 2), Citation(PROFILE, "Members", 1), Citation(PROFILE, "Short description", 3)),
    suggestions=("Who are the observers?",),
    why=("rule members.list 0.97",),
)
UNKNOWN = Reply(
    question="when was NATO founded",
    status=Status.UNKNOWN,
    text="The sources do not say that.",
    suggestions=("When was the SCO founded?",),
)


def echo(text: str, conversation: Conversation = Conversation(), *, today: date = TODAY) -> Reply:  # noqa: B008  (frozen)
    """Return a reply whose text shows what came in: the question, how many came before it, and the day."""
    before = conversation.facts
    return replace(
        MEMBERS,
        question=text,
        text=f"{text} after {len(before)} on {today.isoformat()}",
        conversation=Conversation(facts=(*before, text)),
    )
