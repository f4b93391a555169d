"""The bot as a process: signals, exit codes, and one clear line when it cannot run."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import logging
import signal
import sys

from telegram.error import InvalidToken

from bot.errors import SettingsError
from bot.telegram_app import admin, lean, logs
from bot.telegram_app.ports import Assistant, Load, Settings
from bot.telegram_app.room import Room, Tuning
from bot.telegram_app.state import open_store

LOG = logging.getLogger(__name__)
STOPPED, CANNOT = 0, 2
REFUSED = "TELEGRAM_BOT_TOKEN is refused by the server: copy the token from @BotFather once more."


def run(
    assistant: Assistant,
    settings: Settings,
    *,
    webhook: bool = False,
    load: Load | None = None,
    tuning: Tuning | None = None,
) -> int:
    """Run the bot until SIGTERM or SIGINT, and return the exit code.

    Args:
        assistant: Who answers.
        settings: Of the environment.
        webhook: Listen for updates even when WEBHOOK_URL alone would say so; it must be set.
        load: Reads the knowledge again, for /reload and SIGHUP.
        tuning: Times that tests make short.

    Returns:
        0 when it was told to stop, 2 when it cannot run; then one line on standard error has said why.
    """
    token = settings.telegram_bot_token
    secret = settings.webhook_secret
    hidden = tuple(one.get_secret_value() for one in (token, secret) if one is not None)
    logs.set_up(settings.log_level, settings.log_format, hidden)
    lean.look_no_more("sniffio")
    try:
        store = open_store(settings.state_file, _clock().timestamp())
        room = Room(assistant, settings, store, clock=_clock, webhook=webhook, load=load, tuning=tuning)
        return asyncio.run(_main(room))
    except InvalidToken:
        return _cannot(REFUSED)
    except SettingsError as error:
        return _cannot(str(error))
    except OSError as error:
        return _cannot(f"WEBHOOK_LISTEN or HEALTH_LISTEN: the bot cannot listen there: {error.strerror or error}.")


async def _main(room: Room) -> int:
    stop = asyncio.Event()
    reloads: set[asyncio.Task[str]] = set()

    def reload() -> None:
        task = asyncio.create_task(admin.reload(room.desk))
        reloads.add(task)
        task.add_done_callback(reloads.discard)

    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # on Windows a stop is a KeyboardInterrupt, and there is no SIGHUP
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        loop.add_signal_handler(signal.SIGHUP, reload)
    starting = asyncio.create_task(room.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            # What is loaded now stays: the collector need not look through it again, which takes it some 50 ms each time.
            gc.collect()
            gc.freeze()
            await room.run(stop)
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
    finally:
        stopping.cancel()
        await room.stop()
    LOG.info("stopped")
    return STOPPED


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _cannot(line: str) -> int:
    sys.stderr.write(line + "\n")
    return CANNOT
