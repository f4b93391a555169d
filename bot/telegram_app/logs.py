"""What is logged, and how: one line an event, as text or as JSON, and never the token."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TextIO
from urllib.parse import quote

HIDDEN = "<token>"


def _quoted(value: object) -> object:
    """Return a value as it stands in a line: a text with spaces or signs in quotes, so that it cannot imitate another line."""
    return repr(value) if isinstance(value, str) and not re.fullmatch(r"[\w.:/-]+", value) else value


class _Hiding(logging.Formatter):
    """Hides secrets in the finished line, so that no traceback and no library can bring them back in."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        # A token may stand in an address, where its colon is written in another way.
        self._secrets = tuple(form for secret in secrets if secret for form in (secret, quote(secret, safe="")))

    def format(self, record: logging.LogRecord) -> str:
        line = self._line(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as the base class has it
        """Return the line before a traceback: the message and what is said about it."""
        fields = getattr(record, "fields", None)
        if not isinstance(fields, dict):
            return super().formatMessage(record)
        said = [f" {name}={_quoted(value)}" for name, value in fields.items() if value is not None]
        return super().formatMessage(record) + "".join(said)

    def _line(self, record: logging.LogRecord) -> str:
        return super().format(record)


class _Json(_Hiding):
    """The same as one JSON object a line."""

    def _line(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            entry |= fields
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def set_up(level: str, form: str, secrets: tuple[str, ...], stream: TextIO | None = None) -> logging.Handler:
    """Send every line that is logged to the stream (standard error when None), and return what writes them there.

    Args:
        level: The least level that is written, e.g. "INFO".
        form: "text" or "json".
        secrets: What is never to be read in a line.
        stream: Where the lines go.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter((_Json if form == "json" else _Hiding)(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Their INFO lines are one a request, with the token in the address; at DEBUG they hold what people wrote.
    for name in ("httpx", "httpcore", "tornado.access", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # They log what they cannot parse, and that is what people wrote.
    for name in ("telegram.Bot", "telegram.ext.ExtBot", "telegram.request.BaseRequest"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # python-telegram-bot logs whole updates at DEBUG, and its own comings and goings at INFO.
    logging.getLogger("telegram").setLevel(max(logging.WARNING, root.level))
    return handler
