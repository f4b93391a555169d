"""Deep links, ``t.me/bot?start=<payload>``: a payload names a question, a menu command or a fact."""

from __future__ import annotations

import base64
import binascii

from bot.model import Conversation, Reply, Status
from bot.telegram_app.ports import Command, Knowledge

LONGEST = 64
"""Letters, digits, _ and - that a payload holds at most."""
_QUESTION = "q_"


def payload_for(question: str) -> str:
    """Return the payload that asks the question; "" when it is too long for one."""
    coded = base64.urlsafe_b64encode(question.encode()).decode().rstrip("=")
    payload = _QUESTION + coded
    return payload if question and len(payload) <= LONGEST else ""


def question_of(payload: str) -> str:
    """Return the question in a payload that `payload_for` made; "" for any other."""
    if not payload.startswith(_QUESTION) or len(payload) > LONGEST:
        return ""
    coded = payload.removeprefix(_QUESTION)
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True).decode().strip()
    except (binascii.Error, UnicodeDecodeError):
        return ""


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
