"""What the bot serves itself: the webhook, and /healthz for a monitor."""

from __future__ import annotations

import hmac
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from telegram import Update
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.telegram_app.sending import AnyBot
from bot.telegram_app.state import JournalQueue

LOG = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST = 1024 * 1024
"""Bytes of a request; the largest update, a message with all its entities, is a tenth of that."""

Health = Callable[[], dict[str, Any]]
"""Returns what /healthz says; its "ok" decides between the statuses 200 and 503."""


class _HealthHandler(RequestHandler):
    def initialize(self, health: Health) -> None:
        self._health = health

    def get(self) -> None:
        report = self._health()
        self.set_status(200 if report["ok"] else 503)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(report))

    head = get  # as many monitors ask; tornado leaves the body out


class _WebhookHandler(RequestHandler):
    def initialize(self, bot: AnyBot, queue: JournalQueue, secret: str) -> None:
        self._bot = bot
        self._queue = queue
        self._secret = secret.encode()

    async def post(self) -> None:
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            self.set_status(403)
            return
        try:
            entry = json.loads(self.request.body)
            update = Update.de_json(entry, self._bot)
        except Exception:  # noqa: BLE001 - whatever a broken update makes the library raise
            # 200, or Telegram would send it again for a day.
            LOG.warning("the server sent something that is no update; it was passed over")
            return
        # Returns when the update is in the journal; only then is it answered 200, which ends Telegram's sending.
        await self._queue.put(update, json.dumps(entry))


class Server:
    """Listens for a monitor, and for updates when there is a webhook."""

    def __init__(self, health: Health) -> None:
        """Serve /healthz."""
        self._application = Application([(r"/healthz", _HealthHandler, {"health": health})], log_function=lambda _: None)
        self._server: HTTPServer | None = None
        self.port = 0
        """Where it listens; of interest where port 0 let the system choose."""

    def add_webhook(self, path: str, bot: AnyBot, queue: JournalQueue, secret: str) -> None:
        """Also take updates at the path from who knows the secret."""
        values = {"bot": bot, "queue": queue, "secret": secret}
        self._application.add_handlers(r".*", [(re.escape(path or "/"), _WebhookHandler, values)])

    def listen(self, where: str) -> None:
        """Listen at "host:port".

        Raises:
            OSError: The place is taken, or not ours.
        """
        host, _, port = where.rpartition(":")
        sockets = bind_sockets(int(port), host.strip("[]"))
        self.port = sockets[0].getsockname()[1]
        self._server = HTTPServer(self._application, max_body_size=LARGEST)
        self._server.add_sockets(sockets)

    async def close(self) -> None:
        """Take nothing new and let what is being answered end."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()
