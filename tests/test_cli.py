"""The command line, run as a person runs it: in a process of its own, in some other folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ("TELEGRAM_", "WEBHOOK_", "KNOWLEDGE_", "LOG_", "ADMIN_", "ALLOWED_", "STATE_", "HEALTH_", "MARKS_")

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path) -> dict[str, str]:
    """Return an environment without our settings, with its own home."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(SETTINGS)}
    return kept | {"PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PYTHONWARNINGS": "error"}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a way to run sco-bot in an empty folder; input and output are UTF-8, nothing is a terminal."""

    def start(*words: str, text: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input=text.encode() if isinstance(text, str) else text,
            capture_output=True,
            cwd=tmp_path,
            env=environment(tmp_path) | settings,
            timeout=60,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return start


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """Return a copy of the project's knowledge that a test may break."""
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


def test_ask_answers_with_its_source(run: Run) -> None:
    """The answer is on standard output with section and date below, and nothing is on standard error."""
    done = run("ask", "who are the members?")

    assert (done.returncode, done.stderr) == (0, "")
    for name in ("China", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan", "Uzbekistan", "Members", "7 June 2012"):
        assert name in done.stdout
    assert "\x1b" not in done.stdout


def test_words_need_no_quotes(run: Run) -> None:
    """The words of a question may be given one by one."""
    assert run("ask", "who", "are", "the", "members?").stdout == run("ask", "who are the members?").stdout


def test_ask_as_json(run: Run) -> None:
    """--json is one line with the stable keys."""
    done = run("ask", "--json", "who are the members?")
    reply = json.loads(done.stdout)

    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert list(reply) == [
        "question", "conversation", "status", "reason", "intent", "slots", "confidence", "parts", "text", "citations",
        "suggestions", "language",
    ]  # fmt: skip
    assert ("Members", "2012-06-07") in {(cite["section"], cite["as_of"]) for cite in reply["citations"]}


def test_a_declined_question_is_exit_code_one(run: Run) -> None:
    """What is not answered is told politely, with exit code 1."""
    done = run("ask", "--json", "when was NATO founded")

    assert done.returncode == 1
    assert json.loads(done.stdout)["status"] in {"unknown", "clarify"}


def test_a_greeting_is_exit_code_zero(run: Run) -> None:
    """Small talk counts as answered."""
    done = run("ask", "--json", "hello")

    assert (done.returncode, json.loads(done.stdout)["status"]) == (0, "chat")


def test_why(run: Run) -> None:
    """--why adds how the question was understood, to the text and to the JSON."""
    assert len(run("ask", "--why", "who are the members?").stdout) > len(run("ask", "who are the members?").stdout)
    assert json.loads(run("ask", "--why", "--json", "who are the members?").stdout)["why"]


@pytest.mark.parametrize("text", ["who are the members?", "who are the members?\r\n", "\n  who are\nthe members?  "])
def test_question_from_standard_input(run: Run, text: str) -> None:
    """``ask -`` reads the question, whatever line ends it has."""
    done = run("ask", "-", text=text)

    assert done.returncode == 0
    assert "Kazakhstan" in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"  \n\t ", id="blank"),
        pytest.param(b"a" * 1_000_000, id="one long word"),
        pytest.param(b"who are the members of what " * 40_000, id="one megabyte of words"),
        pytest.param(b"budget and seat and members and observers and " * 20 + b"zebra", id="many halves"),
        pytest.param(b"China, Russia, " * 80, id="many names"),
        pytest.param(b"\xff\xfe\x00\x01\x1b[31m", id="no text at all"),
        pytest.param("\u202e\u200b\u200d\ufeff".encode(), id="invisible"),
        pytest.param("🎉🎉".encode(), id="emoji"),
        pytest.param(b"<b>&lt;</b> **x** [y](z)", id="markup"),
    ],
)
def test_odd_input_gets_a_polite_line(run: Run, text: bytes) -> None:
    """Whatever comes in on standard input, out comes a short text (of a long one the beginning is read), never a traceback."""
    done = run("ask", "-", text=text)

    assert done.returncode in {0, 1}
    assert 0 < len(done.stdout) < 2_000
    assert done.stderr == ""


def test_half_a_surrogate_pair(run: Run) -> None:
    """A question that is no valid text on the command line does not end the program."""
    done = run("ask", "--json", os.fsdecode(b"what is \xff"))

    assert done.returncode == 1
    assert json.loads(done.stdout)["question"] == "what is \udcff"


def test_batch(run: Run) -> None:
    """Each line gets its reply in order; one that is bad gets an error in its place, and the exit code says so."""
    rows = [
        '{"question": "is Kazakhstan a member?", "conversation": "c"}',
        "nonsense",
        '{"question": "and Japan?", "conversation": "c"}',
    ]
    done = run("ask", "--json", "--batch", "-", text="\n".join(rows) + "\n")
    first, bad, second = (json.loads(line) for line in done.stdout.splitlines())

    assert done.returncode == 2
    assert list(bad) == ["error"]
    assert first["text"].startswith("Yes")
    assert second["text"].startswith(("No", "The profile does not list Japan"))
    assert second["conversation"] == "c"


def test_batch_from_a_file(run: Run, tmp_path: Path) -> None:
    """A file of well-formed lines is exit code 0, whatever the replies are."""
    (tmp_path / "b.jsonl").write_text('{"question": "qwerty"}\n', "utf-8")

    done = run("ask", "--json", "--batch", "b.jsonl")

    assert (done.returncode, json.loads(done.stdout)["status"]) == (0, "unknown")


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "--batch", "none.jsonl"),
        ("ask", "--batch", "-", "and a question"),
        ("ask", "--nonsense", "x"),
        ("ask", "--today", "soon", "x"),
        ("nonsense",),
        ("evaluate",),
        ("evaluate", "none.jsonl"),
        ("check", "--sources", "none"),
    ],
)
def test_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    """Wrong use is told on standard error with exit code 2."""
    done = run(*words)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_version(run: Run) -> None:
    """--version names the program and its version."""
    assert run("--version").stdout == f"sco-bot, version {__version__}\n"


def test_bare_call_without_a_token_is_a_chat(run: Run) -> None:
    """Without a token the bare command says so on standard error and chats."""
    done = run(text="who are the members?\nand the observers?\nquit\n")

    assert done.returncode == 0
    assert "TELEGRAM_BOT_TOKEN is not set" in done.stderr
    assert "Uzbekistan" in done.stdout
    assert "Mongolia" in done.stdout


def test_chat_helps(run: Run) -> None:
    """`help` shows how to ask; the end of the input ends the chat."""
    done = run("chat", text="help\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout


@pytest.mark.parametrize("words", [(), ("telegram",), ("telegram", "--webhook")])
def test_bad_settings_are_named(run: Run, words: tuple[str, ...]) -> None:
    """A setting that cannot be used is one clear message with exit code 2."""
    done = run(*words, LOG_LEVEL="loud", WEBHOOK_LISTEN="nowhere")

    assert (done.returncode, done.stdout) == (2, "")
    assert "LOG_LEVEL" in done.stderr
    assert "WEBHOOK_LISTEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_telegram_needs_a_token(run: Run) -> None:
    """Without a token the Telegram bot does not start, and says what is missing."""
    done = run("telegram")

    assert (done.returncode, done.stdout) == (2, "")
    assert "TELEGRAM_BOT_TOKEN is not set" in done.stderr


def test_a_webhook_needs_its_address(run: Run) -> None:
    """``--webhook`` without the address under which Telegram reaches the bot is refused, with the name of the setting."""
    done = run("telegram", "--webhook", TELEGRAM_BOT_TOKEN="1:abc")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("WEBHOOK_URL is not set")


def test_broken_knowledge_is_named(run: Run, knowledge: Path) -> None:
    """Every command says which file and line is broken, all faults at once, with exit code 2."""
    (knowledge / "facts" / "zz.yaml").write_text('facts:\n  - {id: no, subject: "sco"}\n', "utf-8")
    (knowledge / "zz.yaml").write_text("facts: [\n", "utf-8")

    for words in (("ask", "x"), ("chat",), ("check",)):
        done = run("--knowledge", str(knowledge), *words)

        assert done.returncode == 2
        assert "facts/zz.yaml:2: " in done.stdout + done.stderr
        assert "\nzz.yaml:2: " in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("way", ["option before", "option after", "environment", ".env"])
def test_another_knowledge_folder(run: Run, knowledge: Path, tmp_path: Path, way: str) -> None:
    """The folder can be chosen by option, environment or .env; without a folder there the error names it."""
    shutil.rmtree(knowledge)
    words, settings = ["ask", "x"], {}
    if way == "option before":
        words = ["--knowledge", str(knowledge), *words]
    elif way == "option after":
        words += ["--knowledge", str(knowledge)]
    elif way == "environment":
        settings = {"KNOWLEDGE_DIR": str(knowledge)}
    else:
        (tmp_path / ".env").write_text(f"KNOWLEDGE_DIR={knowledge}\n", "utf-8")

    done = run(*words, **settings)

    assert done.returncode == 2
    assert str(knowledge) in done.stderr


def test_evaluate(run: Run, tmp_path: Path) -> None:
    """A bank is judged line by line; the table is plain when piped."""
    line = {"id": "x-1", "kind": "list", "style": "clean", "question": "who are the members?", "expect": "answer"}
    (tmp_path / "x.jsonl").write_text(json.dumps(line | {"must": [["kazakh"]], "section": ["Members"]}) + "\n", "utf-8")

    done = run("evaluate", "x.jsonl")

    assert (done.returncode, done.stderr) == (0, "")
    assert "all      1      1      0" in done.stdout


def test_evaluate_names_a_bad_line(run: Run, tmp_path: Path) -> None:
    """A line that cannot be used is named with its place, with exit code 2."""
    (tmp_path / "x.jsonl").write_text("{}\n", "utf-8")

    done = run("evaluate", "x.jsonl")

    assert done.returncode == 2
    assert "x.jsonl:1: " in done.stderr


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    """``sco-bot … | head`` ends quietly."""
    rows = b'{"question": "who are the members?"}\n' * 500
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "--batch", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(tmp_path),
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(rows)
        process.stdin.close()
        errors = process.stderr.read()

    assert (process.returncode, errors) == (141, b"")


def test_interrupt(tmp_path: Path) -> None:
    """Ctrl-C ends the program at once, without a traceback."""
    # What was started in the background ignores SIGINT, and so do its children: the handler is put back first.
    script = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from bot.cli import main; sys.exit(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, "chat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(tmp_path),
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"help\n")
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(0.1)  # until it waits for the next line
        process.send_signal(signal.SIGINT)
        process.wait(10)
        errors = process.stderr.read()

    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_ask_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    """One answer needs neither the Telegram library nor the settings', the chat's or the tables'."""
    heavy = ("telegram", "pydantic", "rich", "prompt_toolkit", "aiohttp", "httpx", "structlog", "asyncio")
    script = f"import sys; sys.argv = ['sco-bot', 'ask', 'who are the members?']; from bot.cli import main; code = main(); print(code, [m for m in {heavy} if m in sys.modules])"  # noqa: E501
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, env=environment(tmp_path), check=True
    )

    assert done.stdout.splitlines()[-1] == "0 []"
