"""The environment and the .env file -> `Settings`, read once; every fault is named at the same time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError


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


def _ids(value: object) -> object:
    """Return the numbers of a text such as ``"12, -100345"``; other values as they are."""
    if not isinstance(value, str):
        return value
    parts = [part for part in re.split(r"[\s,;]+", value.strip("[] ")) if part]
    if not all(re.fullmatch(r"-?\d+", part) for part in parts):
        message = "it is no list of numbers; write the ids with commas between them, e.g. 12345678, -1001234567890"
        raise ValueError(message)
    return tuple(int(part) for part in parts)


def _token(secret: SecretStr) -> SecretStr:
    if re.search(r"[\s/]", secret.get_secret_value()):
        message = "it holds a space or a slash; copy it from @BotFather once more"
        raise ValueError(message)
    return secret


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        message = "Telegram takes 1 to 256 letters, digits, _ and - only"
        raise ValueError(message)
    return secret


def _flag(value: object) -> object:
    """Return whether a text such as ``"yes"`` switches something on; other values as they are."""
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    if word not in {*_ON, *_OFF}:
        message = "it is neither on nor off; write true or false"
        raise ValueError(message)
    return word in _ON


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


_ON = ("true", "yes", "on", "1")
_OFF = ("false", "no", "off", "0")

Flag = Annotated[bool, BeforeValidator(_flag)]
Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)]
Web = Annotated[str, AfterValidator(_web)]
Listen = Annotated[str, AfterValidator(_listen)]


class Settings(BaseSettings):
    """What can be set from outside; the names in the environment are those of the fields, in capitals.

    A variable that is set to nothing counts as not set. `.env.example` lists all of them; a test holds the two together.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Web | None = None
    telegram_proxy: Annotated[str, AfterValidator(_proxy)] | None = None
    knowledge_dir: Path | None = None
    state_file: Path | None = None
    """The file that outlives a restart: the journal of updates and the conversations; None for the user's state folder."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = "text"
    log_texts: Flag = False
    """Whether the log's line about a question also says what was asked, in which chat and by whom; /privacy then says so."""
    admin_ids: Ids = ()
    allowed_chats: Ids = ()
    """Chats in which everybody is answered; once this or the next is set, only who is on one of the two, or is an admin."""
    allowed_users: Ids = ()
    """People who are answered everywhere."""
    marks_in_groups: Flag = False
    """Whether answers in groups have the two buttons for helpful and not helpful; in private they always do."""
    webhook_url: Web | None = None
    webhook_listen: Listen = "127.0.0.1:8080"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    health_listen: Listen | None = None
    """Where a monitor may ask whether the bot is well; None for nowhere."""


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Return the settings of the environment; what it does not set is taken from the file, if it is there.

    Raises:
        SettingsError: With every setting that cannot be used, and what to write instead; never with its value, which may
            be a secret.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        lines = [f"{str(fault['loc'][0]).upper()}: {_said(fault['msg'])}" for fault in error.errors(include_input=False)]
        raise SettingsError("\n".join(["the settings cannot be used:", *lines])) from None
    except (OSError, UnicodeDecodeError) as error:
        message = f"{env_file} cannot be read: {error}"
        raise SettingsError(message) from error


def _said(message: str) -> str:
    """Return pydantic's message as a sentence of ours."""
    text = message.removeprefix("Value error, ")
    return f"{text[:1].lower()}{text[1:]}."
