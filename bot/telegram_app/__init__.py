"""The Telegram room: the only one that knows Telegram."""

from bot.telegram_app import lean  # before anything imports httpx
from bot.telegram_app.running import run

__all__ = ["lean", "run"]
