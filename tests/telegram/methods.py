"""What each method of the Bot API does to the world of the fake server."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.telegram import rules
from tests.telegram.spec import Refused
from tests.telegram.world import ME, Json, World


def get_me(_: World, __: Json) -> Json:
    """Return the bot."""
    return ME


def send_message(world: World, values: Json) -> Json:
    """Put a message of the bot into a chat."""
    text, entities = rules.message_text(values)
    rules.reply_markup(values.get("reply_markup"))
    chat = _chat(world, values["chat_id"])
    thread = values.get("message_thread_id")
    if thread is not None:
        _topic(world, chat, thread)
    more: Json = {"entities": entities}
    reply = values.get("reply_parameters")
    if reply is not None:
        replied = world.messages.get((int(chat["id"]), int(reply["message_id"])))
        if replied is None and not reply.get("allow_sending_without_reply"):
            raise Refused("Bad Request: message to be replied not found")
        if replied is not None and replied.get("is_topic_message") and replied.get("message_thread_id") != thread:
            raise Refused("Bad Request: message to be replied is in another topic")
        more["reply_to"] = replied
    markup = values.get("reply_markup", {})
    if "inline_keyboard" in markup:
        more["reply_markup"] = markup
    sender = None if chat["type"] == "channel" else ME
    return world.message(chat, sender, text, thread=thread, **more)


def edit_message_text(world: World, values: Json) -> Json:
    """Change a message of the bot."""
    text, entities = rules.message_text(values)
    rules.reply_markup(values.get("reply_markup"))
    return _edit(world, values, {"text": text, "entities": entities})


def edit_message_reply_markup(world: World, values: Json) -> Json:
    """Change the keyboard of a message of the bot."""
    rules.reply_markup(values.get("reply_markup"))
    return _edit(world, values, {})


def _edit(world: World, values: Json, changes: Json) -> Json:
    chat = _chat(world, values.get("chat_id"))
    key = (chat["id"], values.get("message_id", 0))
    message = world.messages.get(key)
    if message is None:
        raise Refused("Bad Request: message to edit not found")
    if message.get("from") != ME and chat["type"] != "channel":
        raise Refused("Bad Request: message can't be edited")
    before = {name: value for name, value in message.items() if name != "edit_date"}
    changed = {name: value for name, value in before.items() if name != "reply_markup"} | changes
    if values.get("reply_markup"):
        changed["reply_markup"] = values["reply_markup"]
    if changed == before:
        raise Refused(
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    changed["edit_date"] = int(time.time())
    world.messages[key] = changed
    return changed


def answer_callback_query(world: World, values: Json) -> bool:
    """End the waiting of a pressed button."""
    rules.at_most(values.get("text"), rules.MAX_NOTICE, "MESSAGE_TOO_LONG")
    _answer(world, values["callback_query_id"], "callback")
    return True


def answer_inline_query(world: World, values: Json) -> bool:
    """Show results to a person who types."""
    rules.inline_results(values)
    _answer(world, values["inline_query_id"], "inline")
    return True


def answer_guest_query(world: World, values: Json) -> Json:
    """Put a message into a chat that the bot is not a member of."""
    rules.article(values["result"])
    _answer(world, values["guest_query_id"], "guest")
    return {"inline_message_id": "guest-" + values["guest_query_id"]}


def _answer(world: World, number: str, kind: str) -> None:
    if world.queries.get(number) != kind:
        raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
    del world.queries[number]


def send_chat_action(world: World, values: Json) -> bool:
    """Show that the bot is busy."""
    if _chat(world, values["chat_id"])["type"] == "channel":
        raise Refused("Bad Request: channels have no chat actions")
    if values["action"] not in rules.ACTIONS:
        raise Refused("Bad Request: wrong parameter action in request")
    return True


def set_my_commands(world: World, values: Json) -> bool:
    """Keep the menu of one scope."""
    rules.commands(values["commands"])
    scope = values.get("scope", {"type": "default"})
    world.profile.setdefault("commands", {})[scope["type"]] = values["commands"]
    return True


def delete_my_commands(world: World, values: Json) -> bool:
    """Forget the menu of one scope."""
    world.profile.setdefault("commands", {}).pop(values.get("scope", {"type": "default"})["type"], None)
    return True


def set_my_description(world: World, values: Json) -> bool:
    """Keep what stands in the empty chat."""
    rules.at_most(values.get("description"), rules.MAX_DESCRIPTION, "description is too long")
    world.profile["description"] = values.get("description", "")
    return True


def set_my_short_description(world: World, values: Json) -> bool:
    """Keep what stands on the profile page."""
    rules.at_most(values.get("short_description"), rules.MAX_SHORT_DESCRIPTION, "short description is too long")
    world.profile["short_description"] = values.get("short_description", "")
    return True


def set_webhook(world: World, values: Json) -> bool:
    """Keep where updates are to be sent."""
    rules.webhook(values)
    world.profile["webhook"] = values
    return True


def delete_webhook(world: World, _: Json) -> bool:
    """Go back to polling."""
    world.profile.pop("webhook", None)
    return True


def get_webhook_info(world: World, _: Json) -> Json:
    """Return where updates are sent."""
    url = world.profile.get("webhook", {}).get("url", "")
    deliveries: Json = world.profile.get("deliveries", {})
    return {"url": url, "has_custom_certificate": False, "pending_update_count": 0, **deliveries}


def _chat(world: World, number: Any) -> Json:
    chat = world.chats.get(number)
    if chat is None:
        raise Refused("Bad Request: chat not found")
    if number in world.forbidden:
        description = world.forbidden[number]
        raise Refused(description, 403 if description.startswith("Forbidden") else 400)
    return chat


def _topic(world: World, chat: Json, thread: int) -> None:
    head = world.messages.get((chat["id"], thread))
    if head is None or "forum_topic_created" not in head:
        raise Refused("Bad Request: message thread not found")
    if (chat["id"], thread) in world.closed_topics:
        raise Refused("Bad Request: TOPIC_CLOSED")


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerGuestQuery": answer_guest_query,
    "answerInlineQuery": answer_inline_query,
    "deleteMyCommands": delete_my_commands,
    "deleteWebhook": delete_webhook,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageText": edit_message_text,
    "getMe": get_me,
    "getWebhookInfo": get_webhook_info,
    "sendChatAction": send_chat_action,
    "sendMessage": send_message,
    "setMyCommands": set_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setWebhook": set_webhook,
}
"""All but getUpdates, which waits and so is the server's own."""
