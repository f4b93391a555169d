"""A walk through the whole bot as a new user makes it, on the fake server and with the real knowledge.

``python -m tests.transcripts.walk`` writes it to walk.md beside this file; a test holds the two together.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import knowledge
from bot.assistant import Assistant
from bot.telegram_app.gate import Gate
from tests.telegram.fake_api import FakeApi
from tests.telegram.harness import QUICK, Running, running
from tests.telegram.looking import buttons, data_of, labels
from tests.telegram.telegram_html import parsed
from tests.telegram.world import ME, Json, person

HERE = Path(__file__).parent / "walk.md"
ANN, BOB = person(7, "Ann"), person(8, "Bob")
NAME = f"@{ME['username']}"
DAY = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
UNHURRIED = replace(QUICK, gate=lambda: Gate(at_once=1000))
"""People who walk do not flood, though the program does."""
HEAD = """# A walk through the bot

Made by `python -m tests.transcripts.walk` from what the bot sends to the tests' own Bot API server; a test holds it true.
What people do is quoted; what stands in brackets is a button. The line of a source is folded until it is pressed.
"""


class Walk:
    """Does what people do, and writes down what the bot sends."""

    def __init__(self, bot: Running) -> None:
        """Begin with an empty page."""
        self.bot = bot
        self.lines: list[str] = [HEAD]
        self._seen = 0

    def part(self, title: str) -> None:
        """Begin a part."""
        self.lines += [f"## {title}", ""]

    async def say(self, chat: Json, who: Json | None, text: str, **more: Any) -> Json:
        """Have somebody write, and write down what comes back; return what was written."""
        message = self.bot.api.say(chat, who, text, **more)
        self.lines += [f"> **{who['first_name'] if who else chat['title']}:** {text}", ""]
        await self._listen()
        return message

    async def press(self, label: str, who: Json = ANN) -> None:
        """Have somebody press a button of the newest message that has it."""
        message = next(one for one in reversed(self._sent()) if label in labels(one))
        self.bot.api.push(self.bot.api.world.press(message, who, data_of(message, label)))
        self.lines += [f"> *{who['first_name']} presses* [{label}]", ""]
        changed = len(self.bot.api.made("editMessageText"))
        await self._listen()
        for call in self.bot.api.made("editMessageText")[changed:]:
            self._show("The message changes to:", call.result)

    async def add(self, chat: Json, who: Json) -> None:
        """Have somebody add the bot to a group."""
        self.bot.api.push(self.bot.api.world.membership(chat, who, "left", "member"))
        self.lines += [f"> *{who['first_name']} adds the bot to the group*", ""]
        await self._listen()

    async def edit(self, message: Json, who: Json, text: str) -> None:
        """Have somebody edit a question."""
        changed = len(self.bot.api.made("editMessageText"))
        self.bot.api.push(self.bot.api.world.edited(message, text))
        self.lines += [f"> *{who['first_name']} edits the question to:* {text}", ""]
        await self._listen()
        for call in self.bot.api.made("editMessageText")[changed:]:
            self._show("The answer changes to:", call.result)

    async def type(self, who: Json, query: str) -> None:
        """Have somebody type in inline mode, and write down what is shown."""
        self.bot.api.push(self.bot.api.world.inline(who, query))
        await self.bot.idle()
        values = self.bot.api.made("answerInlineQuery")[-1].values
        self.lines += [f"> *{who['first_name']} types in any chat:* {NAME} {query}", ""]
        self.lines += [f"- **{one['title']}**: {one['description']}" for one in values["results"]]
        self.lines += [f"- [{values['button']['text']}]", ""]

    async def call_guest(self, who: Json, text: str) -> None:
        """Have somebody call the bot in a chat that it is no member of."""
        self.bot.api.push(self.bot.api.world.guest(who, text))
        self.lines += [f"> **{who['first_name']}**, where the bot is no member: {text}", ""]
        await self.bot.idle()
        content = self.bot.api.made("answerGuestQuery")[-1].values["result"]["input_message_content"]
        self._show("The bot, as a guest:", {"text": parsed(content["message_text"])[0]})

    def _sent(self) -> list[Json]:
        world = self.bot.api.world
        calls = self.bot.api.made("sendMessage")
        return [world.messages[call.result["chat"]["id"], call.result["message_id"]] for call in calls]

    async def _listen(self) -> None:
        await self.bot.idle()
        for message in self._sent()[self._seen :]:
            self._show("", message)
        self._seen = len(self._sent())

    def _show(self, lead: str, message: Json) -> None:
        self.lines += [lead, ""] if lead else []
        self.lines += ["```text", message["text"]]
        rows = message.get("reply_markup", {}).get("inline_keyboard", ())
        self.lines += ["", *("  ".join(f"[{button['text']}]" for button in row) for row in rows)] if buttons(message) else []
        self.lines += ["```", ""]


async def written() -> str:
    """Return the walk as it goes today."""
    assistant = Assistant(knowledge.load())
    async with FakeApi() as api, running(api, assistant=assistant, tuning=UNHURRIED) as bot:
        bot.now[0] = DAY
        walk = Walk(bot)
        await _private(walk)
        await _group(walk)
        await _elsewhere(walk)
        if api.failed():
            raise RuntimeError(f"the server refused: {api.failed()}")
        return "\n".join(walk.lines).rstrip() + "\n"


async def _private(walk: Walk) -> None:
    chat = walk.bot.api.world.private(ANN)
    walk.part("In private")
    await walk.say(chat, ANN, "/start")
    await walk.press("Members")
    await walk.press("Source")
    question = await walk.say(chat, ANN, "how much does kazakstan pay?")
    await walk.say(chat, ANN, "and uzbekistan?")
    await walk.edit(question, ANN, "how much does china pay?")
    await walk.say(chat, ANN, "when was NATO founded")
    await walk.say(chat, ANN, "/timeline")
    await walk.press("2/12 ›")
    await walk.say(chat, ANN, "/privacy")


async def _group(walk: Walk) -> None:
    group = walk.bot.api.world.supergroup(title="Readers")
    walk.part("In a group")
    await walk.add(group, ANN)
    said = await walk.say(group, BOB, "Where is the RATS?")
    await walk.say(group, ANN, "/ask", reply_to=said)
    await walk.say(group, BOB, f"{NAME} is Japan a member?")
    walk.part("In a topic of a group")
    forum = walk.bot.api.world.supergroup(-1001000000088, "Forum", is_forum=True)
    topic = walk.bot.api.world.topic(forum, ANN)
    await walk.say(forum, ANN, "/budget", thread=topic)


async def _elsewhere(walk: Walk) -> None:
    walk.part("In a channel")
    await walk.say(walk.bot.api.world.channel(), None, f"Today's question: when was the SCO founded, {NAME}?")
    walk.part("In any chat, inline")
    await walk.type(ANN, "")
    await walk.type(ANN, "who are the observers")
    await walk.type(ANN, "who won the cup?")
    walk.part("As a guest")
    await walk.call_guest(BOB, f"{NAME} who are the members?")


if __name__ == "__main__":
    HERE.write_text(asyncio.run(written()), "utf-8")
