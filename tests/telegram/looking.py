"""How tests look at what the bot has sent."""

from __future__ import annotations

from typing import Any


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons under a message, row after row."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]


def data_of(message: dict[str, Any], label: str) -> str:
    """Return the callback data of the button with this label."""
    return next(str(button["callback_data"]) for button in buttons(message) if button["text"] == label)


def labels(message: dict[str, Any]) -> list[str]:
    """Return what stands on the buttons under a message."""
    return [str(button["text"]) for button in buttons(message)]
