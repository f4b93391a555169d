"""Limits of the Bot API that its types do not show; the numbers are those of the official descriptions."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.spec import Refused
from tests.telegram.telegram_html import parsed, units

MAX_TEXT = 4096
MAX_CALLBACK_DATA = 64
MAX_DESCRIPTION, MAX_SHORT_DESCRIPTION, MAX_COMMAND_DESCRIPTION = 512, 120, 256
MAX_NOTICE = 200
MAX_RESULTS = 50
ACTIONS = {"typing", "upload_photo", "record_video", "upload_document", "choose_sticker", "find_location"}
BUTTON_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip
UPDATES = {
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
    "callback_query", "my_chat_member", "chat_member", "guest_message", "message_reaction", "poll", "poll_answer",
}  # fmt: skip


def message_text(values: dict[str, Any], key: str = "text") -> tuple[str, list[dict[str, Any]]]:
    """Return a message's text as people read it and its entities.

    Raises:
        Refused: It is empty, too long or not valid in its parse mode.
    """
    mode = values.get("parse_mode")
    if mode not in {None, "HTML"}:
        raise Refused(f"Bad Request: unsupported parse_mode {mode!r}")
    text, entities = parsed(values[key]) if mode else (values[key].strip(), [])
    if not text.strip():
        raise Refused("Bad Request: message text is empty")
    if units(text) > MAX_TEXT:
        raise Refused("Bad Request: message is too long")
    return text, entities


def reply_markup(markup: dict[str, Any] | None) -> None:
    """Check a keyboard.

    Raises:
        Refused: A button has no text, not exactly one action, or an action that cannot be.
    """
    if markup is None:
        return
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= units(placeholder) <= 64:
        raise Refused("Bad Request: input field placeholder must be 1 to 64 characters long")
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    if len(buttons) > 100:
        raise Refused("Bad Request: reply markup is too long")
    for button in buttons:
        _button(button)


def _button(button: dict[str, Any]) -> None:
    """Check one button of an inline keyboard."""
    if not button["text"].strip():
        raise Refused("Bad Request: text buttons are unallowed in the inline keyboard")
    if len(BUTTON_ACTIONS & set(button)) != 1:
        raise Refused("Bad Request: an inline keyboard button must have exactly one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA:
        raise Refused("Bad Request: BUTTON_DATA_INVALID")
    if "url" in button and urlsplit(button["url"]).scheme not in {"http", "https", "tg"}:
        raise Refused("Bad Request: BUTTON_URL_INVALID")
    if "copy_text" in button and not 1 <= units(button["copy_text"]["text"]) <= 256:
        raise Refused("Bad Request: BUTTON_COPY_TEXT_INVALID")


def commands(listed: list[dict[str, Any]]) -> None:
    """Check a menu of commands."""
    if len(listed) > 100:
        raise Refused("Bad Request: BOT_COMMANDS_TOO_MUCH")
    for entry in listed:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", entry["command"]):
            raise Refused("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= units(entry["description"]) <= MAX_COMMAND_DESCRIPTION:
            raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def at_most(text: str | None, limit: int, problem: str) -> None:
    """Check the length of a text that may be left out."""
    if text is not None and units(text) > limit:
        raise Refused(f"Bad Request: {problem}")


def inline_results(values: dict[str, Any]) -> None:
    """Check the answer to an inline query."""
    results = values["results"]
    if len(results) > MAX_RESULTS:
        raise Refused("Bad Request: RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise Refused("Bad Request: RESULT_ID_DUPLICATE")
    for result in results:
        article(result)
    if values.get("cache_time", 0) < 0:
        raise Refused("Bad Request: CACHE_TIME_INVALID")
    if len(values.get("next_offset", "").encode()) > MAX_CALLBACK_DATA:
        raise Refused("Bad Request: NEXT_OFFSET_INVALID")
    button = values.get("button")
    if button is not None:
        if len({"web_app", "start_parameter"} & set(button)) != 1:
            raise Refused("Bad Request: a results button must have exactly one action")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
            raise Refused("Bad Request: START_PARAM_INVALID")


def article(result: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Check one article and return the text and the entities of the message it makes."""
    if result["type"] != "article":
        raise Refused("Bad Request: the type of the result is not in the table of the tests")
    if not 1 <= len(result["id"].encode()) <= MAX_CALLBACK_DATA:
        raise Refused("Bad Request: RESULT_ID_INVALID")
    if not result["title"].strip():
        raise Refused("Bad Request: ARTICLE_TITLE_EMPTY")
    reply_markup(result.get("reply_markup"))
    return message_text(result["input_message_content"], "message_text")


def webhook(values: dict[str, Any]) -> None:
    """Check what a webhook is set to."""
    address = urlsplit(values["url"])
    if values["url"] and (address.scheme != "https" or not address.hostname):
        raise Refused("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    secret = values.get("secret_token")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise Refused("Bad Request: secret token contains unallowed characters")
    unknown = set(values.get("allowed_updates", ())) - UPDATES
    if unknown:
        raise Refused(f"Bad Request: unknown kinds of updates {unknown}")
