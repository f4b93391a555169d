"""What this room needs of others, and no more: an assistant, its words, a few settings, a clock."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.model import Conversation, Reply

Clock = Callable[[], datetime.datetime]


class Command(Protocol):
    """A menu command, as knowledge/en/commands.yaml lists it."""

    @property
    def command(self) -> str:
        """Return what is typed after the slash."""

    @property
    def description(self) -> str:
        """Return what the menu says beside it."""

    @property
    def question(self) -> str:
        """Return what it asks."""


class Knowledge(Protocol):
    """The words that this room says."""

    @property
    def phrases(self) -> Mapping[str, str]:
        """Return key -> text with {named} places."""

    @property
    def commands(self) -> Sequence[Command]:
        """Return the menu commands, in their order."""


class Assistant(Protocol):
    """Answers questions; `bot.assistant.Assistant` is the one."""

    @property
    def knowledge(self) -> Knowledge:
        """Return what it answers from."""

    def ask(self, text: str, conversation: Conversation = ..., *, today: datetime.date) -> Reply:
        """Return the reply to a question."""


class Secret(Protocol):
    """A value that does not show itself; pydantic's SecretStr is one."""

    def get_secret_value(self) -> str:
        """Return the value."""


class Settings(Protocol):
    """The settings that this room reads; `bot.settings.Settings` has them."""

    @property
    def telegram_bot_token(self) -> Secret | None:
        """Return the token, None when it is not set."""

    @property
    def telegram_api_url(self) -> str | None:
        """Return the root of the Bot API server, None for the public one."""

    @property
    def telegram_proxy(self) -> str | None:
        """Return the address of a proxy, None for what the environment says."""
