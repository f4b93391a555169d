"""The bot as a process: exit codes, signals, a kill, and what it writes."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.telegram_app.lean import look_no_more
from bot.telegram_app.state import default_path
from tests.telegram.fake_api import TOKEN, FakeApi, Fault
from tests.telegram.launching import PATIENCE, ROOT, Launch, ended
from tests.telegram.state_files import mode
from tests.telegram.world import person

ANN = person(7)
USERS = [person(100 + number, f"User{number}") for number in range(5)]


@pytest.mark.parametrize(
    ("token", "line"),
    [
        (None, "TELEGRAM_BOT_TOKEN is not set"),
        ("1:wrong", "TELEGRAM_BOT_TOKEN is refused"),
        ("x", "TELEGRAM_BOT_TOKEN is refused"),
    ],
)
async def test_bad_tokens(launch: Launch, token: str | None, line: str) -> None:
    """Without a token, or with a refused one, one clear line and the exit code 2."""
    async with launch(telegram_bot_token=token) as process:
        code, written = await ended(process)

    assert code == 2
    assert [text for text in written.splitlines() if line in text] == written.splitlines()


async def test_token_refused_while_it_runs(launch: Launch, api: FakeApi) -> None:
    """A token that is revoked ends the bot with one clear line."""
    async with launch() as process:
        await api.until(lambda: api.polled, PATIENCE)
        api.faults.append(Fault("error", "getUpdates", code=401, description="Unauthorized"))
        api.say(api.world.private(ANN), ANN, "Who are the members?")
        code, written = await ended(process)

    assert code == 2
    assert "TELEGRAM_BOT_TOKEN is refused" in written
    assert "Traceback" not in written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_stops_at_a_signal(launch: Launch, api: FakeApi, number: signal.Signals) -> None:
    """What is being answered is answered, then it ends with 0 within ten seconds."""
    async with launch() as process:
        await api.until(lambda: api.polled, PATIENCE)
        api.delay = 0.3
        api.say(api.world.private(ANN), ANN, "Who are the members?")
        await api.taken()
        begun = time.monotonic()
        process.send_signal(number)
        code, written = await ended(process)

    assert (code, len(api.made("sendMessage"))) == (0, 1)
    assert time.monotonic() - begun < 10
    assert "Traceback" not in written


async def test_state_lies_at_its_place(launch: Launch, api: FakeApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file is set, the state lies in the system's folder, for its owner's eyes, and is found there at the next start."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "states"))
    assert default_path().is_relative_to(tmp_path)
    for text, begins in (("What share does China pay?", "China pays"), ("and Uzbekistan?", "Uzbekistan pays 5")):
        api.calls.clear()
        async with launch(state_file=None) as process:
            api.say(api.world.private(ANN), ANN, text)
            await api.until(lambda: api.made("sendMessage"), PATIENCE)
            process.terminate()
            assert (await ended(process))[0] == 0
        assert api.made("sendMessage")[0].result["text"].startswith(begins)
        assert mode(default_path()) == "0o600"
        with closing(sqlite3.connect(default_path())) as state:
            assert state.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_stops_while_there_is_no_server(launch: Launch, api: FakeApi) -> None:
    """A signal is heard while the bot still tries to reach the server."""
    async with api.away(), launch() as process:
        assert process.stderr is not None
        await asyncio.wait_for(process.stderr.readline(), PATIENCE)
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)

    assert code == 0


async def test_stop_leaves_what_does_not_end(launch: Launch, api: FakeApi) -> None:
    """A question that cannot be answered in time does not hold the stop up; it is answered after the next start."""
    async with launch() as process:
        await api.until(lambda: api.polled, PATIENCE)
        api.faults.append(Fault("error", code=500, times=999))
        api.say(api.world.private(ANN), ANN, "Who are the members?")
        await api.until(lambda: any(call.error == "fault: error" for call in api.calls), PATIENCE)
        process.send_signal(signal.SIGTERM)
        code, _ = await ended(process)
    api.faults.clear()
    async with launch():
        await api.until(lambda: api.made("sendMessage"), PATIENCE)

    assert code == 0
    assert len(api.made("sendMessage")) == 1


async def test_kill_and_restart(launch: Launch, api: FakeApi) -> None:
    """Killed with questions in work, it answers each of them after the restart, and none that was answered before.

    A follow-up leans on what was answered before the kill.
    """
    async with launch() as process:
        api.say(api.world.private(ANN), ANN, "What share does China pay?")
        await api.until(lambda: api.made("sendMessage"), PATIENCE)
        await api.taken()
        await asyncio.sleep(0.1)  # the answer is noted right after it was sent
        api.faults.append(Fault("hang", times=99))
        for user in USERS:
            api.say(api.world.private(user), user, "Who are the members?")
        await api.until(lambda: sum(call.error == "fault: hang" for call in api.calls) == len(USERS), PATIENCE)
        await api.taken()  # confirmed: the server will not tell of them again
        process.kill()
        await process.wait()
    api.faults.clear()
    api.calls.clear()
    async with launch():
        await api.until(lambda: len(api.made("sendMessage")) == len(USERS), PATIENCE)
        api.say(api.world.private(ANN), ANN, "and Uzbekistan?")
        await api.until(lambda: len(api.made("sendMessage")) > len(USERS), PATIENCE)

    assert api.made("sendMessage")[-1].result["text"].startswith("Uzbekistan pays 5")
    assert sorted(call.result["chat"]["id"] for call in api.made("sendMessage")) == [ANN["id"], *(user["id"] for user in USERS)]


async def test_logs_hold_no_secret_and_no_text(launch: Launch, api: FakeApi) -> None:
    """One line a question, as JSON, with what it was; never the token, what was written or who wrote it, at any level."""
    name = "Ann Veryspecialname"
    async with launch(log_level="DEBUG", log_format="json") as process:
        await api.until(lambda: api.polled, PATIENCE)
        api.faults.append(Fault("reset", "getUpdates"))
        api.faults.append(
            Fault("say", "getUpdates", body='{"ok": true, "result": [{"update_id": 3, "message": {"text": "hush"}}]}')
        )
        api.faults.append(Fault("reset"))
        user = person(7654321, name)
        for text in ("Who are the members?", "boom"):
            api.say(api.world.private(user), user, text)
        await api.until(lambda: len(api.made("sendMessage")) == 1, PATIENCE)
        process.send_signal(signal.SIGHUP)
        await api.until(lambda: api.polled >= 2 and not any(fault.times for fault in api.faults), PATIENCE)
        process.send_signal(signal.SIGTERM)
        code, written = await ended(process)

    lines = [json.loads(line) for line in written.splitlines()]
    questions = [line for line in lines if line["event"] == "question"]
    assert code == 0
    assert [(line["chat"], line["status"], line["intent"], line["sent"]) for line in questions] == [
        ("private", "answered", "members.list", False)
    ]
    assert any("told to break" in line.get("exception", "") for line in lines)
    for secret in (TOKEN, TOKEN.partition(":")[2], "Who are", "hush", "Veryspecialname", "7654321"):
        assert secret not in written


@pytest.mark.parametrize("fault", [None, Fault("error", "deleteWebhook", code=500)], ids=["well", "refused"])
async def test_webhook_ends_well(launch: Launch, api: FakeApi, fault: Fault | None) -> None:
    """Told to stop, a bot with a webhook removes it and ends with 0; it also does when the server does not take it."""
    async with launch(webhook_url="https://bot.example.org/hook") as process:
        await api.until(lambda: "webhook" in api.world.profile, PATIENCE)
        await asyncio.sleep(0.1)  # the server's answer is on its way
        api.faults += [fault] if fault is not None else []
        process.send_signal(signal.SIGTERM)
        code, written = await ended(process)

    assert code == 0
    assert written.count("the webhook was not removed") == ("webhook" in api.world.profile) == (fault is not None)
    assert "Traceback" not in written


@pytest.mark.parametrize("form", ["json", "text"])
async def test_logs_hold_texts_when_asked_to(launch: Launch, api: FakeApi, form: str) -> None:
    """With LOG_TEXTS the line of a question says what was asked, where and by whom, on one line; never the token."""
    user = person(7654321)
    text = f"Who are {TOKEN}\n2026 INFO forged: line\u202e"
    async with launch(log_texts=True, log_format=form) as process:
        await api.until(lambda: api.polled, PATIENCE)
        api.say(api.world.supergroup(), user, f"/ask {text}")
        api.say(api.world.private(user), user, "Who are the members?")
        await api.until(lambda: len(api.made("sendMessage")) == 2, PATIENCE)
        process.send_signal(signal.SIGTERM)
        code, written = await ended(process)

    assert code == 0
    assert TOKEN not in written
    if form == "json":
        lines = [json.loads(line) for line in written.splitlines()]
        said = {line["text"]: (line["chat_id"], line["user_id"]) for line in lines if line["event"] == "question"}
        shown = text.replace(TOKEN, "<token>")
        assert said == {shown: (-1001000000077, 7654321), "Who are the members?": (7654321, 7654321)}
    else:
        lines = [line for line in written.splitlines() if ": question" in line]
        assert len(lines) == 2
        assert any("chat_id=7654321 user_id=7654321 text='Who are the members?'" in line for line in lines)
        assert "\n2026 INFO forged" not in written
        assert "\u202e" not in written


async def test_sighup_reads_the_knowledge_again(launch: Launch, api: FakeApi) -> None:
    """SIGHUP takes new knowledge and does not end the bot."""
    async with launch() as process:
        await api.until(lambda: api.polled, PATIENCE)
        process.send_signal(signal.SIGHUP)
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while b"the knowledge was read again" not in await process.stderr.readline():
                pass
        api.say(api.world.private(ANN), ANN, "hello")
        await api.sent()


async def test_place_that_is_taken(launch: Launch, api: FakeApi) -> None:
    """When it cannot listen, it says where and ends with 2."""
    async with launch(health_listen=f"127.0.0.1:{api.port}") as process:
        code, written = await ended(process)

    assert code == 2
    assert "HEALTH_LISTEN" in written
    assert "Traceback" not in written


async def test_webhook_of_another_is_left(launch: Launch, api: FakeApi) -> None:
    """A bot that cannot listen, as another does there already, does not take that one's webhook away."""
    api.world.profile["webhook"] = {"url": "https://bot.example.org/hook"}
    async with launch(webhook_url="https://bot.example.org/hook", webhook_listen=f"127.0.0.1:{api.port}") as process:
        code, written = await ended(process)

    assert (code, "WEBHOOK_LISTEN" in written) == (2, True)
    assert "webhook" in api.world.profile


async def test_command_line(api: FakeApi, tmp_path: Path) -> None:
    """``python -m bot telegram`` answers from the real knowledge, and ends with 0 when it is told to."""
    given = {"TELEGRAM_API_URL": api.url, "TELEGRAM_BOT_TOKEN": TOKEN, "STATE_FILE": str(tmp_path / "state.sqlite")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "telegram"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **given},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await api.until(lambda: api.polled, PATIENCE)
    api.say(api.world.private(ANN), ANN, "who are the members?")
    await api.until(lambda: api.made("sendMessage"), PATIENCE)
    process.send_signal(signal.SIGTERM)
    code, written = await ended(process)

    assert code == 0
    assert "China, Kazakhstan, Kyrgyzstan, Russia, Tajikistan and Uzbekistan" in api.made("sendMessage")[0].result["text"]
    assert "Traceback" not in written
    assert api.failed() == []


def test_what_is_not_installed_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import of a module that is not there fails without a search; one that is there stays importable."""
    monkeypatch.setitem(sys.modules, "a_module_of_nobody", sys)  # so that it is as before afterwards
    del sys.modules["a_module_of_nobody"]
    for name in ("a_module_of_nobody", "json"):
        look_no_more(name)
    monkeypatch.setattr(sys, "meta_path", [])

    with pytest.raises(ModuleNotFoundError, match="a_module_of_nobody"):
        importlib.import_module("a_module_of_nobody")
    assert importlib.import_module("json") is json


def test_the_command_line_of_httpx_stays_out() -> None:
    """The bot does not carry what only httpx's own command line needs, and httpx works without it."""
    program = "import sys, bot.telegram_app, httpx; print({'rich', 'pygments'} & set(sys.modules), httpx.AsyncClient.__name__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set() AsyncClient"
