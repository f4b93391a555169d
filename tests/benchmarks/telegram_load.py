"""The bot beside a ten-line echo bot of python-telegram-bot, on the same fake server in the same run.

``python -m tests.benchmarks.telegram_load [--seconds 15] [--rate 20] [--rounds 5]`` prints, at no delay and at a round trip of
50 ms: p95 and median from the delivery of a question to its reply, the rate of replies, CPU time a reply, and memory; with
``--write`` also into README.md beside this file. The bots take turns, and of the rounds the median counts, of a ratio that of
the rounds' ratios: what else the machine does may double a p95, but seldom for one bot alone. The load stays
below Telegram's 30 messages a second, which the bot keeps and the echo bot does not. With ``--burst`` it prints how many of
300 questions that come at once are answered in a second, with Telegram's limits lifted, by how many are worked on side by side:
the measurement behind `bot.telegram_app.processor.AT_ONCE`. Linux only: CPU and memory are /proc's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

from tests.telegram.fake_api import TOKEN, FakeApi
from tests.telegram.world import person

README = Path(__file__).with_name("README.md")
OPENING, CLOSING = "<!-- telegram -->\n", "<!-- /telegram -->"
CHATS = 100
ROUND_TRIPS = (0.0, 0.05)
QUESTIONS = ("who are the members?", "when was it founded", "is Japan a member", "how much does kazakstan pay", "who won the cup")
ECHO = """
import os
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text(update.message.text)

url = os.environ["TELEGRAM_API_URL"] + "/bot"
application = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(url).concurrent_updates(True).build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
"""
BURST = """
import os, sys
from pathlib import Path
from bot import knowledge
from bot.assistant import Assistant
from bot.settings import Secret
from bot.telegram_app import run
from bot.telegram_app.limits import Rate
from bot.telegram_app.room import Tuning
from tests.telegram.hand_made import settings

many = Rate(100_000, 1.0)
url, token, state = (os.environ[name] for name in ("TELEGRAM_API_URL", "TELEGRAM_BOT_TOKEN", "STATE_FILE"))
values = settings(telegram_bot_token=Secret(token), telegram_api_url=url, state_file=Path(state))
run(Assistant(knowledge.load()), values, tuning=Tuning(at_once=int(sys.argv[1]), overall=many, chat=many, group=many))
"""
AT_ONCE = (1, 32, 256)
BOTS: dict[str, Sequence[str]] = {"sco-bot": ("-m", "bot", "telegram"), "echo bot": ("-c", ECHO)}


@dataclass(frozen=True, slots=True)
class Measured:
    """One bot at one round trip; times in milliseconds, memory in MB."""

    p95: float
    median: float
    rate: float
    cpu: float
    memory: float


async def measure(command: Sequence[str], round_trip: float, rate: float, seconds: float) -> Measured:
    """Return what a bot does with so many questions a second."""
    async with FakeApi() as api, _process(command, api.url) as number:
        await api.until(lambda: api.polled, 60)
        chats = [api.world.private(person(1000 + index)) for index in range(CHATS)]
        api.delay = round_trip
        api.say(chats[0], person(1000), QUESTIONS[0])  # the first question warms both up
        await api.until(lambda: api.made("sendMessage"), 30)
        before = _cpu(number)
        pushed: dict[int, float] = {}
        begun = time.monotonic()
        for index in range(1, int(rate * seconds) + 1):
            await asyncio.sleep(max(0.0, begun + index / rate - time.monotonic()))
            chat = chats[index % CHATS]
            api.say(chat, person(chat["id"]), QUESTIONS[index % len(QUESTIONS)])
            pushed[index] = time.monotonic()
        await api.until(lambda: len(api.made("sendMessage")) > len(pushed), 60)
        calls = api.made("sendMessage")[1:]
        cpu, memory = _cpu(number) - before, _memory(number)
    # Within a chat replies come in the order of the questions, so the n-th reply answers the n-th question.
    asked: dict[int, list[float]] = {}
    for index, at in pushed.items():
        asked.setdefault(chats[index % CHATS]["id"], []).append(at)
    waits = sorted((call.at - asked[call.result["chat"]["id"]].pop(0)) * 1000 for call in calls)
    took = calls[-1].at - min(pushed.values())
    return Measured(
        p95=waits[int(0.95 * (len(waits) - 1))],
        median=statistics.median(waits),
        rate=len(calls) / took,
        cpu=cpu * 1000 / len(calls),
        memory=memory,
    )


async def burst(at_once: int, round_trip: float, questions: int = 300) -> float:
    """Return how many questions a second are answered when so many come at once, each from a chat of its own."""
    async with FakeApi() as api, _process(("-c", BURST, str(at_once)), api.url) as _:
        await api.until(lambda: api.polled, 60)
        chats = [api.world.private(person(1000 + index)) for index in range(questions)]
        api.delay = round_trip
        begun = time.monotonic()
        for index, chat in enumerate(chats):
            api.say(chat, person(chat["id"]), QUESTIONS[index % len(QUESTIONS)])
        await api.until(lambda: len(api.made("sendMessage")) >= questions, 120)
        return questions / (api.made("sendMessage")[-1].at - begun)


@contextlib.asynccontextmanager
async def _process(command: Sequence[str], url: str) -> AsyncGenerator[int, None]:
    """Yield the number of the process in which a bot runs."""
    with tempfile.TemporaryDirectory() as folder:
        state = str(Path(folder) / "state.sqlite")
        environment = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "STATE_FILE": state}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            await process.wait()


def _cpu(number: int) -> float:
    """Return the seconds of CPU time that a process has used."""
    fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(number: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{number}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1024


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


async def _table(rate: float, seconds: float, rounds: int) -> str:
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {rate:g} questions a second from {CHATS} chats, {rounds} rounds of {seconds:g} s:\n\n",
        _row("round trip", "bot", "p95 ms", "median ms", "replies/s", "CPU ms a reply", "memory MB"),
        _row(*["---"] * 7),
    ]
    for round_trip in ROUND_TRIPS:
        found: dict[str, list[Measured]] = {name: [] for name in BOTS}
        for _ in range(rounds):
            for name, command in BOTS.items():
                found[name].append(await measure(command, round_trip, rate, seconds))
        where = f"{round_trip * 1000:.0f} ms"
        for name, every in found.items():
            p95, median, speed, cpu = (f"{_middle(get, every):.1f}" for get in (_p95, _median, _rate, _cpu_time))
            lines.append(_row(where, name, p95, median, speed, cpu, f"{_middle(_size, every):.0f}"))
        pairs = list(zip(*found.values(), strict=True))
        ratios = [
            f"{statistics.median(get(ours) / get(echo) for ours, echo in pairs):.2f}" for get in (_p95, _median, _cpu_time, _size)
        ]
        lines.append(_row(where, "ratio", ratios[0], ratios[1], "", *ratios[2:]))
    return "".join(lines)


def _middle(get: Callable[[Measured], float], every: Sequence[Measured]) -> float:
    return statistics.median(get(one) for one in every)


_p95, _median, _rate, _cpu_time, _size = (attrgetter(name) for name in ("p95", "median", "rate", "cpu", "memory"))


async def _main(rate: float, seconds: float, rounds: int, *, write: bool) -> None:
    table = await _table(rate, seconds, rounds)
    sys.stdout.write(table)
    if write:
        before, _, rest = README.read_text("utf-8").partition(OPENING)
        README.write_text(before + OPENING + table + CLOSING + rest.partition(CLOSING)[2], "utf-8")


async def _bursts() -> None:
    sys.stdout.write(_row("round trip", *(f"{number} at once" for number in AT_ONCE)))
    sys.stdout.write(_row(*["---"] * (1 + len(AT_ONCE))))
    for round_trip in ROUND_TRIPS:
        rates = [await burst(number, round_trip) for number in AT_ONCE]
        sys.stdout.write(_row(f"{round_trip * 1000:.0f} ms", *(f"{rate:.0f}/s" for rate in rates)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--burst", action="store_true")
    options = parser.parse_args()
    asyncio.run(_bursts() if options.burst else _main(options.rate, options.seconds, options.rounds, write=options.write))
