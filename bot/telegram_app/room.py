"""The whole Telegram bot: put together, started, watched and stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram import WebhookInfo
from telegram.error import TelegramError
from telegram.ext import Application, ExtBot

from bot.errors import SettingsError
from bot.telegram_app import intake, menu
from bot.telegram_app.addressing import concerns
from bot.telegram_app.desk import ALBUM_WAIT, Desk
from bot.telegram_app.gate import Gate
from bot.telegram_app.handlers import add_handlers
from bot.telegram_app.limits import CHAT, GROUP, OVERALL, ChatLimiter, Rate
from bot.telegram_app.ports import Assistant, Clock, Load, Settings
from bot.telegram_app.processor import AT_ONCE, MOST_IN_LINE, ChatProcessor
from bot.telegram_app.sending import PAUSES, AnyBot, Post, readable
from bot.telegram_app.state import JournalQueue, SQLiteStore
from bot.telegram_app.wire import Request
from bot.telegram_app.words import spoken

if TYPE_CHECKING:
    from bot.telegram_app.web import Server

LOG = logging.getLogger(__name__)

PUBLIC_API = "https://api.telegram.org"
CONNECTIONS = 64
"""Connections to the server at once: twice what `ChatProcessor` lets be worked on, so that no request waits for one."""
GRACE = 6.0
"""Seconds that questions in work may take once the bot is told to stop; with what follows it stays below ten."""
WATCH = 60.0
"""Seconds between two looks at whether the webhook is still set."""
FAREWELL = 2.0
"""Seconds that removing the webhook may take at a stop."""
BEFORE_WELCOME = 3.0
"""Seconds until a new supergroup is greeted: longer than what Telegram sends of one event takes to come in."""
QUIET = 90.0
"""Seconds without a word from the server after which /healthz says that updates do not flow: two polls and a half."""
LATELY = 300.0
"""Seconds for which a failed delivery to the webhook counts; one that was longer ago says nothing of now."""
TIDY_EVERY = 300.0
"""Seconds between two looks at what is past its time."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """Times and rates that tests and benchmarks change; as they are here, they suit the public server."""

    send_pauses: Sequence[float] = PAUSES
    poll_pauses: tuple[float, ...] = intake.PAUSES
    conflict_pause: float = intake.CONFLICT_PAUSE
    watch: float = WATCH
    tidy: float = TIDY_EVERY
    read_timeout: float = 10.0
    """Seconds until a request without an answer counts as failed."""
    grace: float = GRACE
    album_wait: float = ALBUM_WAIT
    at_once: int = AT_ONCE
    """Updates that are worked on side by side."""
    most_in_line: int = MOST_IN_LINE
    """Updates of one chat that wait."""
    overall: Rate = OVERALL
    chat: Rate = CHAT
    group: Rate = GROUP
    before_welcome: float = BEFORE_WELCOME
    gate: Callable[[], Gate] = Gate
    """Makes what slows a person who floods the bot."""


class Room:
    """The bot, from `start` to `stop`."""

    def __init__(  # noqa: PLR0913 - what comes from outside, each by its name
        self,
        assistant: Assistant,
        settings: Settings,
        store: SQLiteStore,
        *,
        clock: Clock,
        webhook: bool = False,
        load: Load | None = None,
        tuning: Tuning | None = None,
    ) -> None:
        """Put the bot together; nothing is sent yet.

        Raises:
            SettingsError: The token, or the address of the webhook, is missing.
        """
        if settings.telegram_bot_token is None:
            raise SettingsError("TELEGRAM_BOT_TOKEN is not set: write the token that @BotFather gave you.")
        self._webhook = webhook or settings.webhook_url is not None
        if self._webhook and settings.webhook_url is None:
            raise SettingsError("WEBHOOK_URL is not set: write the https address under which Telegram reaches this bot.")
        self._settings = settings
        self._tuning = tuning or Tuning()
        self._store = store
        tuned = self._tuning
        self._request = intake.UpdatesRequest(
            connection_pool_size=1, read_timeout=tuned.read_timeout, proxy=settings.telegram_proxy
        )
        self.queue = JournalQueue(store, lambda: clock().timestamp())
        self._processor = ChatProcessor(
            lambda number: store.settle(number, clock().timestamp()),
            at_once=tuned.at_once,
            concerns=lambda update: concerns(update, self.desk.me),
            most=tuned.most_in_line,
        )
        limiter = ChatLimiter(overall=tuned.overall, chat=tuned.chat, group=tuned.group, pause=self._processor.pause)
        bot: AnyBot = ExtBot(
            settings.telegram_bot_token.get_secret_value(),
            base_url=f"{settings.telegram_api_url or PUBLIC_API}/bot",
            request=Request(CONNECTIONS, read_timeout=tuned.read_timeout, proxy=settings.telegram_proxy),
            get_updates_request=self._request,
            rate_limiter=limiter,
        )
        self.application = (
            Application.builder().bot(bot).updater(None).update_queue(self.queue).concurrent_updates(self._processor).build()
        )
        post = Post(bot, tuned.send_pauses, pause=self._processor.pause)
        self.desk = Desk(
            assistant,
            spoken(assistant.knowledge.phrases),
            store,
            post,
            clock,
            settings,
            later=lambda coroutine: self._processor.beside(self.application.create_task(coroutine)),
            turn=self._processor.turn,
            load=load,
            before_welcome=tuned.before_welcome,
            album_wait=tuned.album_wait,
        )
        self._polling = intake.Polling(bot, self.queue, pauses=tuned.poll_pauses, conflict=tuned.conflict_pause)
        self._tasks: list[asyncio.Task[Any]] = []
        self._started = False
        self._listens = False
        self._delivered = False  # through the webhook, as far as is known
        add_handlers(self.application, self.desk, tuned.gate())

    async def start(self) -> None:
        """Say hello to the server, take up what was left, and let updates in.

        Raises:
            InvalidToken: The server refuses the token.
            OSError: The bot cannot listen where it is to.
        """
        bot = self.desk.post.bot
        pauses = self._tuning.poll_pauses
        await intake.insist(bot.initialize, "the greeting of the server", pauses)
        await self.application.initialize()
        await self.application.start()
        self._started = True
        left = await self.queue.take_up(bot)
        if left:
            LOG.info("%d questions of the last run are taken up again", left)
        where = self._settings.webhook_listen if self._webhook else self._settings.health_listen
        if self._webhook:
            await self._open_webhook(where)
            self._tasks.append(asyncio.create_task(self._watch_webhook(), name="webhook"))
        else:
            if where is not None:
                self.server.listen(where)
            await intake.insist(bot.delete_webhook, "removing the webhook", pauses)
            self._tasks.append(asyncio.create_task(self._polling.run(self._request), name="polling"))
        self._tasks.append(asyncio.create_task(self._publish(), name="menu"))
        self._tasks.append(asyncio.create_task(self._tidy(), name="tidy"))
        LOG.info("ready", extra={"fields": {"mode": "webhook" if self._webhook else "polling"}})

    @cached_property
    def server(self) -> Server:
        """Return what listens, for the webhook or for a monitor; made when it is wanted."""
        # Without either, tornado is never imported: 2 MB, and a thirtieth of a second.
        from bot.telegram_app.web import Server  # noqa: PLC0415

        return Server(self.health)

    async def run(self, stop: asyncio.Event) -> None:
        """Return when told to stop.

        Raises:
            InvalidToken: The server does not know the token any more.
        """
        stopping = asyncio.create_task(stop.wait())
        polling = [task for task in self._tasks if task.get_name() == "polling"]
        try:
            await asyncio.wait([stopping, *polling], return_when=asyncio.FIRST_COMPLETED)
            for task in polling:
                if task.done():
                    await task
        finally:
            stopping.cancel()

    async def stop(self) -> None:
        """Take nothing new, finish what is being answered, and close; what does not end in time is left to the next start."""
        await self._close_webhook()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if "server" in self.__dict__:
            await self.server.close()
        if self._started:
            await self._processor.drain(self._tuning.grace)
            await self.application.stop()
        bot = self.desk.post.bot
        if self._started and not self._webhook and self._request.highest:
            # Confirms the last updates, so that they do not come again when the journal is lost.
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(1):
                    await readable(lambda: bot.get_updates(self._request.highest + 1, timeout=0, limit=1))
        await self.application.shutdown()
        await bot.shutdown()
        await self._store.close()

    def health(self) -> dict[str, Any]:
        """Return what /healthz says: whether updates flow, and how much is known."""
        silent = time.monotonic() - self._polling.last_heard
        flowing = self._delivered if self._webhook else silent < QUIET
        return {
            "ok": flowing,
            "updates": "webhook" if self._webhook else "polling",
            "seconds_since_update_request": None if self._webhook else round(silent, 1),
            "waiting": self.queue.qsize(),
            "facts": len(self.desk.assistant.knowledge.facts),
            "state_on_file": self._store.on_file,
        }

    async def _open_webhook(self, where: str | None) -> None:
        """Listen, then tell the server where; it checks the address at once."""
        url = self._settings.webhook_url or ""
        secret = self._settings.webhook_secret
        # A secret of its own for each run is as good as one that is set; the server is told it every time.
        token = secret.get_secret_value() if secret is not None else secrets.token_urlsafe(32)
        bot = self.desk.post.bot
        self.server.add_webhook(urlsplit(url).path, bot, self.queue, token)
        self.server.listen(where or "127.0.0.1:8080")
        self._listens = True
        self._set_webhook = partial(bot.set_webhook, url, secret_token=token, allowed_updates=list(intake.WANTED))
        await intake.insist(self._set_webhook, "setting the webhook", self._tuning.poll_pauses)
        self._delivered = True

    async def _watch_webhook(self) -> None:
        """Set the webhook again when it is gone: another run of the bot that ended late, or a hand, has removed it."""
        while True:
            await asyncio.sleep(self._tuning.watch)
            with contextlib.suppress(TelegramError):  # asked again later; that the server is away shows elsewhere
                info = await readable(self.desk.post.bot.get_webhook_info)
                if info.url == self._settings.webhook_url:
                    self._note_delivery(info)
                    continue
                self._delivered = False
                LOG.warning("the webhook was gone or led elsewhere; it is set again")
                await readable(self._set_webhook)
                self._delivered = True

    def _note_delivery(self, info: WebhookInfo) -> None:
        """Note whether the server's updates reach the bot: they do not while some wait and one was not taken lately."""
        failed = info.last_error_date
        late = failed is not None and (self.desk.clock() - failed).total_seconds() < LATELY
        self._delivered, before = not (late and info.pending_update_count), self._delivered
        if before and not self._delivered:
            LOG.warning("updates do not reach the webhook (%s); %d wait", info.last_error_message, info.pending_update_count)

    async def _close_webhook(self) -> None:
        """Have the server keep updates until the next start; it does so for a day.

        A bot that never came to listen leaves the webhook alone, as it may be that of another which does.
        """
        if not self._listens:
            return
        try:
            async with asyncio.timeout(FAREWELL):
                await readable(lambda: self.desk.post.bot.delete_webhook(drop_pending_updates=False))
        except (TelegramError, TimeoutError) as error:
            LOG.warning("the webhook was not removed (%s); the next start mends that", str(error) or "no answer in time")

    async def _publish(self) -> None:
        """Set the menu and the descriptions, now and whenever the knowledge was read again."""
        while True:
            self.desk.taken.clear()
            await menu.publish(self.desk)
            await self.desk.taken.wait()

    async def _tidy(self) -> None:
        """Delete now and then what is past its time."""
        while True:
            await self._store.tidy(self.desk.now())
            await asyncio.sleep(self._tuning.tidy)
