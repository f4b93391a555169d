"""Knowledge that is read again while the bot runs: what has changed is taken, unless it is faulty."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

from bot.knowledge import bundled
from tests.telegram.fake_api import FakeApi
from tests.telegram.launching import PATIENCE, ended, launched_whole, written
from tests.telegram.world import person

ANN = person(7)


async def asked(api: FakeApi, text: str) -> str:
    """Return the answer to a question."""
    before = len(api.made("sendMessage"))
    api.say(api.world.private(ANN), ANN, text)
    await api.until(lambda: len(api.made("sendMessage")) > before, PATIENCE)
    said: str = api.made("sendMessage")[before].result["text"]
    return said


async def test_changed_knowledge_is_taken_at_sighup(api: FakeApi, tmp_path: Path) -> None:
    """What was written into the files meanwhile is said from then on, and not before."""
    folder = shutil.copytree(bundled(), tmp_path / "knowledge")
    file = folder / "en" / "phrases.yaml"
    async with launched_whole(api, tmp_path, "--knowledge", str(folder)) as process:
        await api.until(lambda: api.polled, PATIENCE)
        file.write_text(file.read_text("utf-8").replace("I am an unofficial bot", "I am a bot that was changed"), "utf-8")
        before = await asked(api, "/about")
        process.send_signal(signal.SIGHUP)
        await written(process, "the knowledge was read again")
        after = await asked(api, "/about")

    assert before.startswith("I am an unofficial bot")
    assert after == before.replace("I am an unofficial bot", "I am a bot that was changed")


async def test_faulty_knowledge_is_not_taken_at_sighup(api: FakeApi, tmp_path: Path) -> None:
    """The one before goes on answering, the log names each fault with file and line; mended, it is taken."""
    folder = shutil.copytree(bundled(), tmp_path / "knowledge")
    file = folder / "en" / "chat.yaml"
    whole = file.read_text("utf-8")
    async with launched_whole(api, tmp_path, "--knowledge", str(folder)) as process:
        await api.until(lambda: api.polled, PATIENCE)
        before = await asked(api, "who are the members?")

        file.write_text(whole + "\nnonsense: 1\n", "utf-8")
        (folder / "en" / "torn.yaml").write_text('facts: ["\n', "utf-8")
        process.send_signal(signal.SIGHUP)
        log = await written(process, "en/torn.yaml")
        assert await asked(api, "who are the members?") == before

        (folder / "en" / "torn.yaml").unlink()
        file.write_text(whole, "utf-8")
        process.send_signal(signal.SIGHUP)
        log += await written(process, "the knowledge was read again")
        assert await asked(api, "who are the members?") == before
        process.terminate()
        code, rest = await ended(process)

    assert code == 0
    assert "Traceback" not in log + rest
    assert log.count("the knowledge was not taken, the one before stays") == 1
    assert f"en/chat.yaml:{whole.count(chr(10)) + 2}" in log
