"""The environment and the .env file -> `Settings`, read once; every fault is named at the same time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import SettingsError


class Secret:
    """A text that does not show itself where it is printed or logged."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Keep the text."""
        self._text = text

    def get_secret_value(self) -> str:
        """Return the text."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


def _web(text: str) -> str:
    """Return an address of the web without a slash at its end."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        message = "it is no address; write it as https://example.org"
        raise ValueError(message)
    return text.rstrip("/")


def _https(text: str) -> str:
    """Return an address of the web that is reached over https, as Telegram sends updates to no other."""
    if not text.lower().startswith("https://"):
        message = "Telegram sends updates to https only; write it as https://example.org/path"
        raise ValueError(message)
    return _web(text)


def _proxy(text: str) -> str:
    if not re.match(r"(https?|socks5h?)://[^/\s]+", text):
        message = "it is no proxy; write it as http://host:port or socks5://host:port"
        raise ValueError(message)
    return text


def _listen(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) <= 65535:  # noqa: PLR2004  (the highest port)
        message = "it is no place to listen; write it as host:port, e.g. 127.0.0.1:8080"
        raise ValueError(message)
    return text


def _ids(text: str) -> tuple[int, ...]:
    """Return the numbers of a text such as ``"12, -100345"``."""
    parts = [part for part in re.split(r"[\s,;]+", text.strip("[] ")) if part]
    if not all(re.fullmatch(r"-?\d+", part) for part in parts):
        message = "it is no list of numbers; write the ids with commas between them, e.g. 12345678, -1001234567890"
        raise ValueError(message)
    return tuple(int(part) for part in parts)


def _token(text: str) -> Secret:
    if re.search(r"[\s/]", text):
        message = "it holds a space or a slash; copy it from @BotFather once more"
        raise ValueError(message)
    return Secret(text)


def _webhook_secret(text: str) -> Secret:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        message = "Telegram takes 1 to 256 letters, digits, _ and - only"
        raise ValueError(message)
    return Secret(text)


def _flag(text: str) -> bool:
    """Return whether a text such as ``"yes"`` switches something on."""
    word = text.strip().lower()
    if word not in {*_ON, *_OFF}:
        message = "it is neither on nor off; write true or false"
        raise ValueError(message)
    return word in _ON


def _one_of(known: tuple[str, ...], text: str) -> str:
    """Return which of the known words a text is, in capitals or not."""
    for word in known:
        if word.lower() == text.lower():
            return word
    message = f"it is not known; write one of {', '.join(known)}"
    raise ValueError(message)


_ON = ("true", "yes", "on", "1")
_OFF = ("false", "no", "off", "0")

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set from outside; the names in the environment are those of the fields, in capitals.

    A variable that is set to nothing counts as not set. `.env.example` lists all of them; a test holds the two together.
    """

    telegram_bot_token: Secret | None = None
    telegram_api_url: str | None = None
    telegram_proxy: str | None = None
    knowledge_dir: Path | None = None
    state_file: Path | None = None
    """The file that outlives a restart: the journal of updates and the conversations; None for the user's state folder."""
    log_level: str = "INFO"
    log_format: str = "text"
    log_texts: bool = False
    """Whether the log's line about a question also says what was asked, in which chat and by whom; /privacy then says so."""
    admin_ids: tuple[int, ...] = ()
    allowed_chats: tuple[int, ...] = ()
    """Chats in which everybody is answered; once this or the next is set, only who is on one of the two, or is an admin."""
    allowed_users: tuple[int, ...] = ()
    """People who are answered everywhere."""
    marks_in_groups: bool = False
    """Whether answers in groups have the two buttons for helpful and not helpful; in private they always do."""
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1:8080"
    webhook_secret: Secret | None = None
    health_listen: str | None = None
    """Where a monitor may ask whether the bot is well; None for nowhere."""


_READ: Mapping[str, Callable[[str], object]] = {
    "telegram_bot_token": _token,
    "telegram_api_url": _web,
    "telegram_proxy": _proxy,
    "knowledge_dir": Path,
    "state_file": Path,
    "log_level": partial(_one_of, _LEVELS),
    "log_format": partial(_one_of, ("text", "json")),
    "log_texts": _flag,
    "admin_ids": _ids,
    "allowed_chats": _ids,
    "allowed_users": _ids,
    "marks_in_groups": _flag,
    "webhook_url": _https,
    "webhook_listen": _listen,
    "webhook_secret": _webhook_secret,
    "health_listen": _listen,
}
"""What makes a setting of its text, which is not empty, or raises ValueError with what to write, and never with the text."""


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Return the settings of the environment; what it does not set is taken from the file, if it is there.

    Raises:
        SettingsError: With every setting that cannot be used, and what to write instead; never with its value, which may
            be a secret.
    """
    try:
        given = dotenv_values(env_file, encoding="utf-8") if env_file is not None and env_file.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        message = f"{env_file} cannot be read: {error}"
        raise SettingsError(message) from error
    # In either case, as systems differ in it; what is set to nothing hides nothing.
    texts = {name.lower(): text for every in (given, os.environ) for name, text in every.items() if text}
    values: dict[str, Any] = {}
    faults = []
    for name, read in _READ.items():
        try:
            if name in texts:
                values[name] = read(texts[name])
        except ValueError as fault:
            faults.append(f"{name.upper()}: {fault}.")
    if faults:
        raise SettingsError("\n".join(["the settings cannot be used:", *faults]))
    return Settings(**values)
