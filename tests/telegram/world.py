"""The people, chats and messages on the fake server, and the updates that they cause."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.spec import check_value
from tests.telegram.telegram_html import units

Json = dict[str, Any]

ME: Json = {
    "id": 4242,
    "is_bot": True,
    "first_name": "SCO answers",
    "username": "sco_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
    "supports_guest_queries": True,
}
ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
_RIGHTS = (
    "send_messages send_audios send_documents send_photos send_videos send_video_notes send_voice_notes send_polls "
    "send_other_messages add_web_page_previews react_to_messages change_info invite_users pin_messages manage_topics edit_tag"
)
_MORE: dict[str, Json] = {
    "kicked": {"until_date": 0},
    "restricted": {"until_date": 0, "is_member": False} | {f"can_{right}": False for right in _RIGHTS.split()},
}
_ENTITY = re.compile(r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?P<mention>(?<!\w)@\w{4,32})")


def entities_of(text: str) -> list[Json]:
    """Return the entities that Telegram finds by itself: commands and mentions."""
    found = []
    for match in _ENTITY.finditer(text):
        place = {"offset": units(text[: match.start()]), "length": units(match.group())}
        found.append({"type": match.lastgroup, **place})
    return found


def person(number: int, name: str = "Ann", **more: Any) -> Json:
    """Return a person."""
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "en", **more}


def other_bot(number: int = 999) -> Json:
    """Return another bot."""
    return {"id": number, "is_bot": True, "first_name": "Other", "username": "other_bot"}


@dataclass
class World:
    """Everything that the server knows."""

    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    """Callback, inline and guest queries that wait for an answer: id -> kind."""
    forbidden: dict[int, str] = field(default_factory=dict)
    """Chats in which the bot may not write: id -> the description of the error."""
    closed_topics: set[tuple[int, int]] = field(default_factory=set)
    profile: dict[str, Any] = field(default_factory=dict)
    """Menu commands by scope, the bot's descriptions, its webhook and what the server says of the deliveries to that."""
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(100))
    _updates: itertools.count[int] = field(default_factory=lambda: itertools.count(500_000))

    def private(self, user: Json) -> Json:
        """Return a person's private chat with the bot."""
        return self._known({"id": user["id"], "type": "private", "first_name": user["first_name"]})

    def group(self, number: int = -77, title: str = "Readers") -> Json:
        """Return a basic group."""
        return self._known({"id": number, "type": "group", "title": title})

    def supergroup(self, number: int = -1001000000077, title: str = "Readers", **more: Any) -> Json:
        """Return a supergroup; ``is_forum=True`` gives it topics."""
        return self._known({"id": number, "type": "supergroup", "title": title, **more})

    def channel(self, number: int = -1002000000055, title: str = "News") -> Json:
        """Return a channel."""
        return self._known({"id": number, "type": "channel", "title": title})

    def _known(self, chat: Json) -> Json:
        return self.chats.setdefault(chat["id"], chat)

    def message(self, chat: Json, sender: Json | None, text: str | None, **more: Any) -> Json:
        """Return a message that stands in the chat; its commands and mentions are found as Telegram finds them.

        Args:
            chat: Where.
            sender: Who; None in channels.
            text: What; None for media and service messages, whose fields are given in ``more``.
            more: Further fields, ``thread`` for a topic, ``reply_to`` for a message.
        """
        made: Json = {"message_id": next(self._ids), "date": int(time.time()), "chat": chat}
        if sender is not None:
            made["from"] = sender
        if chat["type"] == "channel":
            made.setdefault("sender_chat", chat)
        if text is not None:
            made["text"] = text
            made["entities"] = more.pop("entities", entities_of(text))
        if "caption" in more:
            more.setdefault("caption_entities", entities_of(more["caption"]))
        replied = more.pop("reply_to", None)
        if replied is not None:
            made["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
        thread = more.pop("thread", None)
        if thread is not None:
            made |= {"message_thread_id": thread, "is_topic_message": True}
        made |= more
        check_value(made, "Message", "message")
        self.messages[chat["id"], made["message_id"]] = made
        return made

    def topic(self, chat: Json, creator: Json, name: str = "Budget") -> int:
        """Return the id of a new topic of a forum."""
        made = self.message(chat, creator, None, forum_topic_created={"name": name, "icon_color": 7322096})
        made |= {"message_thread_id": made["message_id"], "is_topic_message": True}
        return int(made["message_id"])

    def update(self, kind: str, content: Json) -> Json:
        """Return an update with the next number."""
        made = {"update_id": next(self._updates), kind: content}
        check_value(made, "Update", "update")
        return made

    def edited(self, message: Json, text: str, **more: Any) -> Json:
        """Return the update for a message whose text its author has changed."""
        changed = message | {"text": text, "entities": entities_of(text), "edit_date": int(time.time())} | more
        self.messages[message["chat"]["id"], message["message_id"]] = changed
        return self.update("edited_channel_post" if message["chat"]["type"] == "channel" else "edited_message", changed)

    def press(self, message: Json, user: Json, data: str) -> Json:
        """Return the update for a pressed button."""
        number = self._query("callback")
        content = {"id": number, "from": user, "chat_instance": "1", "data": data, "message": message}
        return self.update("callback_query", content)

    def press_inline(self, user: Json, data: str) -> Json:
        """Return the update for a button pressed under a message that was sent through inline mode."""
        number = self._query("callback")
        content = {"id": number, "from": user, "chat_instance": "1", "data": data, "inline_message_id": "AAA"}
        return self.update("callback_query", content)

    def inline(self, user: Json, query: str, **more: Any) -> Json:
        """Return the update for an inline query."""
        content = {"id": self._query("inline"), "from": user, "query": query, "offset": "", "chat_type": "sender", **more}
        return self.update("inline_query", content)

    def guest(self, user: Json, text: str, chat: Json | None = None, **more: Any) -> Json:
        """Return the update for a message to the bot in a chat that it is not a member of."""
        where = chat or {"id": -1009000000001, "type": "supergroup", "title": "Elsewhere"}
        content = self.message(where, user, text, guest_query_id=self._query("guest"), **more)
        return self.update("guest_message", content)

    def membership(self, chat: Json, user: Json, old: str, new: str) -> Json:
        """Return the update for the bot being added to a chat or removed from it; "restricted" is one who has left."""
        states = [{"status": status, "user": ME} | _MORE.get(status, {}) for status in (old, new)]
        content = {"chat": chat, "from": user, "date": int(time.time())}
        return self.update("my_chat_member", content | {"old_chat_member": states[0], "new_chat_member": states[1]})

    def _query(self, kind: str) -> str:
        number = f"{kind}-{next(self._ids)}"
        self.queries[number] = kind
        return number
