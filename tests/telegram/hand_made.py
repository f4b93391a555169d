"""A small assistant made by hand, so that the room is tested for itself: real values, no knowledge files but the phrases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from bot.model import Citation, Conversation, Fact, Reason, Reply, Source, Status

ENGLISH = Path(__file__).parents[2] / "knowledge" / "en"
SOURCE = Source(
    id="sas-sco-profile",
    title="Profile of the SCO <2012> & more",
    publisher="Small Arms Survey",
    url="http://example.org/sco.html?a=1&b=2",
    as_of="2012-06-07",
    dates=("The information is of 7 June 2012.",),
    note="Read as plain text.",
)
MEMBERS = tuple(Citation(SOURCE, "Members", item) for item in (1, 2, 3, 4))
MANY_SOURCES = tuple(
    Citation(replace(SOURCE, id=f"source-{number}", title=f"Report number {number}"), "Members", 1) for number in range(1, 15)
)
FOUNDED = Fact(
    "founded.when",
    "sco",
    "founded",
    2001,
    "The SCO was founded in June 2001.",
    "2001",
    (Citation(SOURCE, "Short description", 3),),
)
PARAGRAPHS = "\n\n".join(f"Paragraph {number}. " + "It goes on for a while. " * 7 + "Here it ends." for number in range(9))
EMOJI = "\n".join("😀" * 30 for _ in range(20))
TEXTS = {
    "two paragraphs": "The first.\n\nThe second:\n• one\n• two",
    "many paragraphs": PARAGRAPHS,
    "many emoji": EMOJI,
}
LONG = "These are all:\n\n" + "\n".join(f"• Entry number {number}, with some words to make it longer" for number in range(40))
CITED = {"cite everything": "It stands in many places.", "cite a long list": LONG}


@dataclass(frozen=True)
class Command:
    """A command of the menu."""

    command: str
    description: str
    question: str


@dataclass(frozen=True)
class Language:
    """A language that is not answered in yet."""

    line: str


@dataclass(frozen=True)
class Knowledge:
    """What the room reads of the knowledge."""

    phrases: Mapping[str, str]
    commands: tuple[Command, ...]
    facts: Mapping[str, Fact]
    languages: Mapping[str, Language]
    names: Mapping[str, tuple[str, str]] = field(default_factory=lambda: {"sco": ("the SCO", "the Organization")})


LANGUAGES = {"ru": Language("Пока только по-английски."), "zh": Language("我目前只能理解英文问题。")}


def phrases() -> dict[str, str]:
    """Return the real phrases."""
    loaded: dict[str, str] = yaml.safe_load((ENGLISH / "phrases.yaml").read_text("utf-8"))["phrases"]
    return loaded


def knowledge() -> Knowledge:
    """Return the real phrases and menu, and one fact."""
    listed = yaml.safe_load((ENGLISH / "commands.yaml").read_text("utf-8"))["commands"]
    return Knowledge(phrases(), tuple(Command(**entry) for entry in listed), {FOUNDED.id: FOUNDED}, LANGUAGES)


@dataclass
class HandMade:
    """Knows a few questions by heart, and one follow-up: "and X?" after a question about shares; "zz" begins no word."""

    knowledge: Knowledge = field(default_factory=knowledge)
    asked: list[tuple[str, Conversation]] = field(default_factory=list)

    def ask(self, text: str, conversation: Conversation = Conversation(), *, today: dt.date) -> Reply:  # noqa: B008 - frozen
        """Return what is known by heart."""
        self.asked.append((text, conversation))
        low = text.casefold().strip(" ?!.😀")
        if low in {"break", "boom"}:
            raise RuntimeError("the hand-made assistant was told to break")
        found = self._known(low, conversation, today)
        return replace(found, question=text)

    def _known(self, low: str, conversation: Conversation, today: dt.date) -> Reply:  # noqa: C901, PLR0911 - a table
        carried = Conversation(mentions=(("country", low.rsplit(maxsplit=1)[-1] if low else ""),), intent="share", focus=("sco",))
        if low in {"who are the members", "members"}:
            text = "The six members are China, Kazakhstan, Kyrgyzstan, Russia, Tajikistan and Uzbekistan (as of 7 June 2012)."
            nexts = (
                "Who are the observers?",
                "Which of the members were founders of the organization, and since which year exactly?",
            )
            return _answered(text, MEMBERS, nexts, carried, intent="members.list")
        words = low.split()
        if low.startswith("what share does"):
            return _answered(f"{words[3].title()} pays 21 per cent (2007).", MEMBERS[:1], (), carried, intent="share")
        if low.startswith("and ") and conversation.intent == "share":
            return _answered(f"{words[1].title()} pays 5 per cent (2007).", MEMBERS[:1], (), carried, intent="share")
        if low == "the sco":
            return _answered("The SCO is an organization.", MEMBERS[:1], (), carried, intent="sco")
        if low == "list everything":
            return _answered(LONG, MEMBERS, ("Who are the members?",), carried, intent="all")
        if low in CITED:
            return _answered(CITED[low], MANY_SOURCES, (), carried, intent="many")
        if low == "what day is it":
            return _answered(f"Today is {today.isoformat()}.", MEMBERS[:1], (), carried, intent="day")
        if low in TEXTS:
            return _answered(TEXTS[low], MEMBERS, (), carried, intent="text")
        if low == "<b>markup</b> & more":
            return _answered("It says <b>x</b> & 'y' \"z\" </blockquote>.", MEMBERS, ("a < b & c?",), carried, intent="markup")
        if low == "organisation":
            nexts = ("Who are the members?", "What share does Russia pay?")
            return Reply("", Status.CLARIFY, "Which of these do you mean?", suggestions=nexts, conversation=conversation)
        if low == "кто входит":
            text = LANGUAGES["ru"].line
            return Reply("", Status.UNKNOWN, text, Reason.NOT_A_QUESTION, language="ru", conversation=conversation)
        if low == "hello":
            return Reply("", Status.CHAT, "Hello!", conversation=conversation)
        text = "The sources do not say."
        reason = Reason.OFF_TOPIC if any(word.startswith("zz") for word in words) else Reason.NOT_IN_SOURCE
        return Reply("", Status.UNKNOWN, text, reason=reason, conversation=conversation)


def _answered(text: str, citations: tuple[Citation, ...], nexts: tuple[str, ...], carried: Conversation, *, intent: str) -> Reply:
    return Reply(
        "", Status.ANSWERED, text, intent=intent, confidence=1.0, citations=citations, suggestions=nexts, conversation=carried
    )


def settings(**more: Any) -> Any:
    """Return settings as `bot.settings` has them; only the given ones differ from nothing."""
    names = ("telegram_api_url", "telegram_proxy", "state_file", "webhook_url", "webhook_secret", "health_listen")
    values: dict[str, Any] = dict.fromkeys(names)
    values |= {"log_level": "INFO", "log_format": "text", "webhook_listen": "127.0.0.1:0"}
    values |= {"log_texts": False, "marks_in_groups": False}
    values |= {"admin_ids": (), "allowed_chats": (), "allowed_users": (), "telegram_bot_token": None}
    return SimpleNamespace(**(values | more))
