"""Deep links, ``t.me/bot?start=<payload>``: a payload names a question, a menu command or a fact."""

from __future__ import annotations

import base64
import binascii
import re

from bot.model import Conversation, Reply, Status
from bot.telegram_app.ports import Command, Knowledge

LONGEST = 64
"""Letters, digits, _ and - that a payload holds at most."""
_QUESTION = "q_"
_PRESSED = re.compile(r"://|\w\.[^\W\d_]{2}|(?<!\w)[@#/]\w")
"""What Telegram makes an address, a name or a command of. The bot shows a link's question in its own name, and anybody can make
a link, so that no question with such a thing comes from one."""


def payload_for(question: str) -> str:
    """Return the payload that asks the question; "" when it is too long for one, or has an address or the like."""
    coded = base64.urlsafe_b64encode(question.encode()).decode().rstrip("=")
    payload = _QUESTION + coded
    return payload if question and len(payload) <= LONGEST and not _PRESSED.search(question) else ""


def question_of(payload: str) -> str:
    """Return the question in a payload that `payload_for` may have made; "" for any other."""
    if not payload.startswith(_QUESTION) or len(payload) > LONGEST:
        return ""
    coded = payload.removeprefix(_QUESTION)
    try:
        question = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True).decode().strip()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return "" if _PRESSED.search(question) else question


def menu_command(knowledge: Knowledge, name: str) -> Command | None:
    """Return the menu command of this name."""
    return next((command for command in knowledge.commands if command.command == name), None)


def entry(knowledge: Knowledge, payload: str) -> Reply | None:
    """Return the fact that a payload names, as a reply; dots in its id are written "-", as a payload has none."""
    fact = next((fact for fact in knowledge.facts.values() if fact.id.replace(".", "-") == payload), None)
    if fact is None:
        return None
    carried = Conversation(focus=(fact.subject,), facts=(fact.id,))
    return Reply(fact.say, Status.ANSWERED, fact.say, confidence=1.0, citations=fact.cite, conversation=carried)
