"""Make bot_api.json, the part of the Bot API's specification that the fake server knows, from the whole specification.

``python -m tests.telegram.make_bot_api SPECIFICATION.json`` writes it; a test compares the two where the whole one is at hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "bot_api.json"

METHODS = (
    "answerCallbackQuery",
    "answerGuestQuery",
    "answerInlineQuery",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageReplyMarkup",
    "editMessageText",
    "getMe",
    "getUpdates",
    "getWebhookInfo",
    "sendChatAction",
    "sendMessage",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
)
"""What the bot calls; anything else is answered "method not found", so that a new call has to be written down here."""

KEPT = {
    "InlineQueryResult": ("InlineQueryResultArticle",),
    "InputMessageContent": ("InputTextMessageContent",),
}
"""Unions of which only these members are kept; the others would be half of the file."""

RECEIVED = ("Update",)
"""Types that the server sends; their fields are kept as far as the tests make them."""

LEAVES = frozenset({"InputFile", "String", "Integer", "Float", "Boolean", "True"})
SENT = frozenset(
    {
        "Update", "Message", "User", "Chat", "MessageEntity", "CallbackQuery", "InlineQuery", "ChatMemberUpdated",
        "ChatMemberOwner", "ChatMemberAdministrator", "ChatMemberMember", "ChatMemberRestricted", "ChatMemberLeft",
        "ChatMemberBanned", "ForumTopicCreated", "PhotoSize", "MessageOriginUser", "MessageOriginChannel", "ChatMember",
        "MessageOrigin", "InlineKeyboardMarkup", "InlineKeyboardButton",
        "Checklist", "ChecklistTask", "Contact", "Dice", "Document", "ExternalReplyInfo", "Location", "RichBlock",
        "RichBlockDivider", "RichMessage", "Sticker", "TextQuote", "Voice",
    }
)  # fmt: skip


def trimmed(whole: dict[str, Any]) -> dict[str, Any]:  # noqa: C901 - one walk through one table
    """Return the part that is kept: parameters and fields as "Type|Type", with "!" behind what is required."""
    types: dict[str, dict[str, str]] = {}
    unions: dict[str, list[str]] = {}

    def shape(fields: list[dict[str, Any]]) -> dict[str, str]:
        return {field["name"]: "|".join(field["types"]) + ("!" if field["required"] else "") for field in fields}

    def visit(name: str, wanted: frozenset[str] | None) -> None:
        while name.startswith("Array of "):
            name = name.removeprefix("Array of ")
        if name in LEAVES or name in types or name in unions or (wanted is not None and name not in wanted):
            return
        entry = whole["types"][name]
        if "subtypes" in entry:
            unions[name] = [sub for sub in entry["subtypes"] if sub in KEPT.get(name, entry["subtypes"])]
            for sub in unions[name]:
                visit(sub, wanted)
            return
        types[name] = shape(entry.get("fields", []))
        for field in entry.get("fields", []):
            for kind in field["types"]:
                visit(kind, wanted)

    methods = {}
    for method in METHODS:
        fields = whole["methods"][method].get("fields", [])
        methods[method] = shape(fields)
        for field in fields:
            for kind in field["types"]:
                visit(kind, None)
    for name in RECEIVED:
        visit(name, SENT)
    return {
        "version": whole["version"],
        "methods": methods,
        "types": dict(sorted(types.items())),
        "unions": dict(sorted(unions.items())),
    }


def written(table: dict[str, Any]) -> str:
    """Return the table as JSON with one line for each method and type."""
    lines = ["{", f' "version": {json.dumps(table["version"])}']
    for part in ("methods", "types", "unions"):
        lines[-1] += ","
        entries = [f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in table[part].items()]
        lines += [f' "{part}": {{', ",\n".join(entries), " }"]
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    HERE.write_text(written(trimmed(json.loads(Path(sys.argv[1]).read_text("utf-8")))), "utf-8")
