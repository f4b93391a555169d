"""The fake refuses what Telegram refuses; otherwise the other tests would prove nothing."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.telegram import make_bot_api
from tests.telegram.fake_api import TOKEN, FakeApi, Fault
from tests.telegram.spec import METHODS, TABLE, Refused
from tests.telegram.telegram_html import parsed
from tests.telegram.world import ME, person

ANN = person(7)


async def call(api: FakeApi, method: str, token: str = TOKEN, **values: Any) -> Any:
    """Return the server's answer, status code included."""
    async with aiohttp.ClientSession() as session, session.post(f"{api.url}/bot{token}/{method}", json=values) as response:
        return {"status": response.status} | await response.json()


def test_table_is_a_part_of_the_specification() -> None:
    """The committed table is what the generator makes of the whole specification, where that is at hand."""
    root = Path(__file__).parents[2]
    whole = Path(os.environ.get("BOT_API_JSON", root.parent / "shared" / "telegram" / "api.json"))
    if not whole.exists():
        pytest.skip("the whole specification is not at hand; BOT_API_JSON names it")

    assert make_bot_api.trimmed(json.loads(whole.read_text("utf-8"))) == TABLE
    assert set(METHODS) == set(make_bot_api.METHODS)


MARKUP: dict[str, tuple[str, str, list[dict[str, Any]]]] = {
    "plain": ("a &lt; b &amp; c", "a < b & c", []),
    "numeric": ("&#60;&#x1F600;", "<😀", []),
    "bold": ("😀<b>x</b>", "😀x", [{"type": "bold", "offset": 2, "length": 1}]),
    "link": (
        '<a href="https://e.org/?a=1&amp;b=2">t</a>',
        "t",
        [{"type": "text_link", "offset": 0, "length": 1, "url": "https://e.org/?a=1&b=2"}],
    ),
    "quote": ("<blockquote expandable>q</blockquote>", "q", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
    "empty": ("x<b></b>", "x", []),
    "code": ('<pre><code class="language-bibtex">y</code></pre>', "y", [{"type": "code"}, {"type": "pre"}]),
}


@pytest.mark.parametrize("name", MARKUP)
async def test_good_markup(name: str) -> None:
    """Valid markup becomes text and entities."""
    markup, text, entities = MARKUP[name]

    got_text, got_entities = parsed(markup)

    assert (text, [entity["type"] for entity in entities]) == (got_text, [entity["type"] for entity in got_entities])
    if name != "code":
        assert entities == got_entities


@pytest.mark.parametrize(
    "markup",
    ["a < b", "a & b", "a > b", "&nbsp;", "<p>x</p>", "<b>x", "x</b>", "<b><i>x</b></i>", '<b class="x">x</b>', "<a>x</a>",
     '<a href="javascript:x">x</a>', "<blockquote><blockquote>x</blockquote></blockquote>", "<code><b>x</b></code>", "<br/>"],
)  # fmt: skip
async def test_bad_markup(markup: str) -> None:
    """Invalid markup is refused."""
    with pytest.raises(Refused, match="can't parse entities"):
        parsed(markup)


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown parameter": ("sendMessage", {"chat_id": 7, "text": "x", "reply_to": 1}, "unknown parameter"),
    "missing text": ("sendMessage", {"chat_id": 7}, "'text' is required"),
    "wrong type": ("sendMessage", {"chat_id": 7, "text": 5}, "must be of type String"),
    "empty": ("sendMessage", {"chat_id": 7, "text": " \n "}, "text is empty"),
    "empty after parsing": ("sendMessage", {"chat_id": 7, "text": "<b> </b>", "parse_mode": "HTML"}, "text is empty"),
    "too long": ("sendMessage", {"chat_id": 7, "text": "😀" * 2049}, "too long"),
    "no chat": ("sendMessage", {"chat_id": 8, "text": "x"}, "chat not found"),
    "no such reply": ("sendMessage", {"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 1}}, "to be replied"),
    "no such topic": ("sendMessage", {"chat_id": 7, "text": "x", "message_thread_id": 1}, "thread not found"),
    "callback data": (
        "sendMessage",
        {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "é" * 33}]]}},
        "BUTTON_DATA_INVALID",
    ),
    "two actions": (
        "sendMessage",
        {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x", "pay": True}]]}},
        "exactly one action",
    ),
    "command name": ("setMyCommands", {"commands": [{"command": "Ask", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    "command text": ("setMyCommands", {"commands": [{"command": "ask", "description": ""}]}, "DESCRIPTION_INVALID"),
    "description": ("setMyDescription", {"description": "x" * 513}, "description is too long"),
    "short description": ("setMyShortDescription", {"short_description": "x" * 121}, "short description is too long"),
    "action in a channel": ("sendChatAction", {"chat_id": -1002000000055, "action": "typing"}, "no chat actions"),
    "unknown query": ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
    "bad webhook": ("setWebhook", {"url": "http://example.org"}, "HTTPS"),
    "secret": ("setWebhook", {"url": "https://example.org", "secret_token": "a b"}, "unallowed characters"),
    "edit of nothing": ("editMessageText", {"chat_id": 7, "message_id": 3, "text": "x"}, "message to edit not found"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_refuses(api: FakeApi, name: str) -> None:
    """A call that Telegram would refuse is refused, with its words."""
    method, values, problem = REFUSED[name]
    api.world.private(ANN)
    api.world.channel()

    answer = await call(api, method, **values)

    assert (answer["status"], answer["ok"]) == (400, False)
    assert problem in answer["description"]


async def test_message_is_kept(api: FakeApi) -> None:
    """A message that is sent can be changed, but not into itself, neither at first nor later."""
    api.world.private(ANN)
    sent = (await call(api, "sendMessage", chat_id=7, text="<b>x</b>", parse_mode="HTML"))["result"]

    same = await call(api, "editMessageText", chat_id=7, message_id=sent["message_id"], text="<b>x</b>", parse_mode="HTML")
    other, again = [await call(api, "editMessageText", chat_id=7, message_id=sent["message_id"], text="y") for _ in range(2)]

    assert (sent["from"], sent["text"], sent["entities"][0]["type"]) == (ME, "x", "bold")
    assert all("message is not modified" in refused["description"] for refused in (same, again))
    assert other["result"]["text"] == "y"


async def test_tokens_and_methods(api: FakeApi) -> None:
    """A wrong token is 401, a malformed one 404, and so is an unknown method."""
    codes = [
        (await call(api, "getMe", token="1:wrong"))["status"],
        (await call(api, "getMe", token="wrong"))["status"],
        (await call(api, "sendDice"))["status"],
    ]

    assert codes == [401, 404, 404]


async def test_updates_are_confirmed_by_the_next_call(api: FakeApi) -> None:
    """Updates come again until a higher offset confirms them."""
    chat = api.world.private(ANN)
    api.say(chat, ANN, "one")
    api.say(chat, ANN, "two")

    first = (await call(api, "getUpdates"))["result"]
    again = (await call(api, "getUpdates"))["result"]
    rest = (await call(api, "getUpdates", offset=first[1]["update_id"]))["result"]

    assert first == again
    assert [update["message"]["text"] for update in rest] == ["two"]


async def test_newer_poll_ends_the_older(api: FakeApi) -> None:
    """Two pollers on one token: the one that waits is told of the conflict."""
    older = asyncio.create_task(call(api, "getUpdates", timeout=30))
    await asyncio.sleep(0)
    await api.until(lambda: api.polled)
    newer = asyncio.create_task(call(api, "getUpdates", timeout=30))

    assert (await older)["status"] == 409
    api.say(api.world.private(ANN), ANN, "one")
    assert len((await newer)["result"]) == 1


@pytest.mark.parametrize("kind", ["reset", "truncate", "error", "say"])
async def test_faults_happen_once(api: FakeApi, kind: str) -> None:
    """An injected fault hits one call; the next is well."""
    api.faults.append(Fault(kind, "getMe", body="nonsense"))

    with pytest.raises((aiohttp.ClientError, json.JSONDecodeError, AssertionError)):
        assert (await call(api, "getMe"))["ok"]
    assert (await call(api, "getMe"))["ok"]
