"""The command line. What a command does not need is imported by no command: `ask` is to answer at once."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from bot import __version__
from bot.errors import BotError, KnowledgeError, SettingsError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

ANSWERED, NOT_ANSWERED, WRONG = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 + the number of SIGINT and SIGPIPE, as a shell reports them
LONGEST_INPUT = 1 << 16  # bytes of a question on standard input that are read; the assistant reads its first 1,000 characters
DRAINED = 1 << 24  # bytes that are thrown away after it, so that the program which writes them does not fail

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _knowledge_option(command: _Command) -> _Command:
    return click.option(
        "--knowledge",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Another knowledge folder than the one that comes along.",
    )(command)


def _today_option(command: _Command) -> _Command:
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        callback=lambda _context, _option, value: value and value.date(),
        help="The day on which the questions are asked; the computer's own when not given.",
    )(command)


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click has it)
        """Run a command; a reader that has gone away (``| head``) ends it quietly."""
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains once more at exit
            ctx.exit(PIPE_CLOSED)
        return found


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sco-bot")
@_knowledge_option
@_today_option
@click.pass_context
def cli(context: click.Context, knowledge: Path | None, today: date | None) -> int:
    """Answer questions about the Shanghai Cooperation Organization, and say where the answers stand.

    Without a command: Telegram when TELEGRAM_BOT_TOKEN is set, else a chat in the terminal.
    """
    context.obj = {"knowledge": knowledge, "today": today}
    if context.invoked_subcommand is not None:
        return ANSWERED
    settings = _settings()
    if settings.telegram_bot_token is not None:
        _note("TELEGRAM_BOT_TOKEN is set: starting the Telegram bot. For a chat in the terminal: sco-bot chat")
        return _run_telegram(settings, _folder(context, None), webhook=False)
    _note("TELEGRAM_BOT_TOKEN is not set: this is a chat in the terminal.")
    return _run_chat(_folder(context, None), _today(context, None))


@cli.command()
@_knowledge_option
@_today_option
@click.pass_context
def chat(context: click.Context, knowledge: Path | None, today: date | None) -> int:
    """Chat in the terminal, with follow-ups."""
    return _run_chat(_folder(context, knowledge), _today(context, today))


@cli.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the reply as one line of JSON.")
@click.option("--why", is_flag=True, help="Add how the question was understood.")
@click.option("--batch", type=click.File("rb"), help='Answer JSON lines {"question": …, "conversation": …}; - is standard input.')
@_knowledge_option
@_today_option
@click.pass_context
def ask(  # noqa: PLR0913  (one parameter an option)
    context: click.Context,
    question: tuple[str, ...],
    as_json: bool,
    why: bool,
    batch: BinaryIO | None,
    knowledge: Path | None,
    today: date | None,
) -> int:
    """Answer one QUESTION; - reads it from standard input.

    Exit code 0: answered; 1: asked back or declined; 2: wrong use or bad data.
    """
    if (batch is None) == (not question):
        message = "Give a question, or --batch FILE." if batch is None else "Give either a question or --batch, not both."
        raise click.UsageError(message, context)
    text = _standard_input() if question == ("-",) else " ".join(question)
    assistant = _assistant(_folder(context, knowledge))
    day = _today(context, today)
    if batch is not None:
        from bot.jsonl import answer_batch, dump

        well = True
        for value, good in answer_batch(batch, lambda words, talk: assistant.ask(words, talk, today=day, why=why), why=why):
            click.echo(dump(value))
            well = well and good
        return ANSWERED if well else WRONG
    reply = assistant.ask(text, today=day, why=why, suggest=as_json)
    if as_json:
        from bot.jsonl import as_dict, dump

        click.echo(dump(as_dict(reply, why=why)))
    else:
        from bot.terminal import show

        show(reply, assistant.knowledge.phrases, sys.stdout, sys.stdin, why=why)
    return ANSWERED if reply.status in {"answered", "chat"} else NOT_ANSWERED


@cli.command()
@click.option("--webhook", is_flag=True, help="Listen for updates at WEBHOOK_LISTEN instead of asking for them.")
@_knowledge_option
@click.pass_context
def telegram(context: click.Context, webhook: bool, knowledge: Path | None) -> int:
    """Run the Telegram bot, by long polling or as a webhook."""
    return _run_telegram(_settings(), _folder(context, knowledge), webhook=webhook)


@cli.command()
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the sources' texts: look each fact up.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@_knowledge_option
@click.pass_context
def check(context: click.Context, sources: Path | None, as_json: bool, knowledge: Path | None) -> int:
    """Check the knowledge files: shape, references, sums, wordings, and with --sources every number and name."""
    from bot.checking.report import run

    clean = run(_folder(context, knowledge), today=_today(context, None), sources=sources, as_json=as_json)
    return ANSWERED if clean else WRONG


@cli.command()
@click.argument("banks", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE...")
@click.option("--why", is_flag=True, help="Show with each line that misses how it was understood.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the JSON to this file as well.")
@click.option("--quiet", is_flag=True, help="Leave out the lines that miss.")
@_knowledge_option
@_today_option
@click.pass_context
def evaluate(  # noqa: PLR0913  (one parameter an option)
    context: click.Context,
    banks: tuple[Path, ...],
    why: bool,
    as_json: bool,
    output: Path | None,
    quiet: bool,
    knowledge: Path | None,
    today: date | None,
) -> int:
    """Ask the questions of JSON-lines FILEs and show how many are answered rightly."""
    from bot import evaluation
    from bot.evaluation.command import run

    lines = evaluation.read(banks)
    assistant = _assistant(_folder(context, knowledge))
    ask = partial(assistant.ask, why=why)
    run(lines, ask, today=_today(context, today), why=why, as_json=as_json, output=output, quiet=quiet)
    return ANSWERED


def main() -> int:
    """Run the command line.

    Returns:
        The exit code. Every error of ours is one clear line on standard error and code 2; so is one that nobody foresaw, whose
        traceback is shown where LOG_LEVEL is DEBUG.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # half a surrogate pair in a question must not end the program
    try:
        code = cli.main(prog_name="sco-bot", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except BotError as error:
        _note(_faults(error))
        return WRONG
    except Exception as error:  # whoever asks never sees a traceback
        if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
            raise
        _note(f"sco-bot: an error that should not happen: {type(error).__name__}: {error} (LOG_LEVEL=DEBUG shows more)")
        return WRONG
    return code if isinstance(code, int) else ANSWERED


def _faults(error: BotError) -> str:
    if isinstance(error, KnowledgeError):
        count = len(error.faults)
        return f"sco-bot: the knowledge cannot be used, {count} {'fault' if count == 1 else 'faults'}:\n{error}"
    return f"sco-bot: {error}"


def _note(text: str) -> None:
    click.echo(text, err=True)


def _folder(context: click.Context, knowledge: Path | None) -> Path | None:
    """Return the knowledge folder: of the option, else of the environment or .env, else None for the one that comes along."""
    chosen = knowledge or context.obj["knowledge"]
    if chosen is not None:
        return Path(chosen)
    named = os.environ.get("KNOWLEDGE_DIR", "").strip()
    if not named and Path(".env").is_file():
        from dotenv import dotenv_values  # not the settings: `ask` works whatever else is wrong in them

        named = (dotenv_values(".env").get("KNOWLEDGE_DIR") or "").strip()
    return Path(named) if named else None


def _today(context: click.Context, today: date | None) -> date:
    chosen: date | None = today or context.obj["today"]
    return chosen or date.today()  # noqa: DTZ011  (the asker's own day)


def _settings() -> Settings:
    from bot.settings import load

    return load()


def _assistant(folder: Path | None) -> Assistant:
    from bot.assistant import Assistant
    from bot.knowledge import load

    gc.disable()  # what is built here stays: looking through it for garbage, again and again, takes a tenth of the start
    try:
        return Assistant(load(folder))
    finally:
        gc.freeze()
        gc.enable()


def _run_chat(folder: Path | None, day: date) -> int:
    import logging

    from bot.chat import run

    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.ERROR)
    assistant = _assistant(folder)
    run(assistant, today=day, source=sys.stdin, out=sys.stdout)
    return ANSWERED


def _run_telegram(settings: Settings, folder: Path | None, *, webhook: bool) -> int:
    if settings.telegram_bot_token is None:
        message = "TELEGRAM_BOT_TOKEN is not set: write the token that @BotFather gave you into the environment or into .env."
        raise SettingsError(message)
    from bot.telegram_app import run

    def prepared() -> Assistant:
        assistant = _assistant(folder)
        assistant.prepare()
        return assistant

    return run(prepared(), settings, webhook=webhook, load=prepared)


def _standard_input() -> str:
    stream = sys.stdin.buffer
    text = stream.read(LONGEST_INPUT).decode("utf-8", errors="replace")
    left = DRAINED
    while left > 0 and (dropped := stream.read(LONGEST_INPUT)):
        left -= len(dropped)
    return text
