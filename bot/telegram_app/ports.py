"""What this room needs of others, and no more: an assistant, its words, a few settings, a clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from bot.model import Conversation, Fact, Reply

Clock = Callable[[], dt.datetime]
"""Returns the time with its zone."""


class Command(Protocol):
    """A menu command, as knowledge/en/commands.yaml lists it."""

    @property
    def command(self) -> str:
        """What is typed after the slash."""

    @property
    def description(self) -> str:
        """What the menu says beside it."""

    @property
    def question(self) -> str:
        """What it asks."""


class Language(Protocol):
    """A language that the bot does not answer in yet."""

    @property
    def line(self) -> str:
        """What says so, in that language."""


class Knowledge(Protocol):
    """The words that this room says, and the entries that a deep link may name."""

    @property
    def phrases(self) -> Mapping[str, str]:
        """Key -> text with {named} places."""

    @property
    def commands(self) -> Sequence[Command]:
        """The menu commands, in their order."""

    @property
    def languages(self) -> Mapping[str, Language]:
        """Tag -> a language that is recognised and not answered in yet."""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Id -> fact."""

    @property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """Id of what a fact may be about -> (name in a sentence, long name)."""


class Assistant(Protocol):
    """Answers questions; `bot.assistant.Assistant` is the one."""

    @property
    def knowledge(self) -> Knowledge:
        """What it answers from."""

    def ask(self, text: str, conversation: Conversation = ..., *, today: dt.date) -> Reply:
        """Return the reply to a question."""


Load = Callable[[], Assistant]
"""Reads the knowledge again; raises `bot.errors.BotError` when it is broken."""


class Secret(Protocol):
    """A value that does not show itself; `bot.settings.Secret` is one."""

    def get_secret_value(self) -> str:
        """Return the value."""


class Settings(Protocol):
    """The settings that this room reads; `bot.settings.Settings` has them and says what each means."""

    @property
    def telegram_bot_token(self) -> Secret | None: ...  # noqa: D102

    @property
    def telegram_api_url(self) -> str | None: ...  # noqa: D102

    @property
    def telegram_proxy(self) -> str | None: ...  # noqa: D102

    @property
    def state_file(self) -> Path | None: ...  # noqa: D102

    @property
    def log_level(self) -> str: ...  # noqa: D102

    @property
    def log_format(self) -> str: ...  # noqa: D102

    @property
    def log_texts(self) -> bool: ...  # noqa: D102

    @property
    def admin_ids(self) -> tuple[int, ...]: ...  # noqa: D102

    @property
    def allowed_chats(self) -> tuple[int, ...]: ...  # noqa: D102

    @property
    def allowed_users(self) -> tuple[int, ...]: ...  # noqa: D102

    @property
    def marks_in_groups(self) -> bool: ...  # noqa: D102

    @property
    def webhook_url(self) -> str | None: ...  # noqa: D102

    @property
    def webhook_listen(self) -> str: ...  # noqa: D102

    @property
    def webhook_secret(self) -> Secret | None: ...  # noqa: D102

    @property
    def health_listen(self) -> str | None: ...  # noqa: D102
