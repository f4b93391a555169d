"""Settings from the environment and .env."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.settings import _READ, Secret, Settings, load

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start each test from an environment without our settings, in an empty folder."""
    for one in fields(Settings):
        monkeypatch.delenv(one.name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_is_needed() -> None:
    """Without any setting there are defaults, and no token."""
    settings = load()

    assert settings.telegram_bot_token is None
    assert (settings.log_level, settings.webhook_listen, settings.admin_ids) == ("INFO", "127.0.0.1:8080", ())
    assert not settings.log_texts
    assert not settings.marks_in_groups


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("TELEGRAM_PROXY", "socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080"),
        ("KNOWLEDGE_DIR", "k", Path("k")),
        ("LOG_LEVEL", "debug", "DEBUG"),
        ("LOG_FORMAT", "JSON", "json"),
        ("LOG_TEXTS", "true", True),
        ("LOG_TEXTS", "Off", False),
        ("MARKS_IN_GROUPS", "1", True),
        ("ADMIN_IDS", "12", (12,)),
        ("ALLOWED_CHATS", "12, -100345;6", (12, -100345, 6)),
        ("ALLOWED_USERS", "[1, 2]", (1, 2)),
        ("WEBHOOK_LISTEN", "[::1]:80", "[::1]:80"),
    ],
)
def test_values(monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: Any) -> None:
    """A setting is read in the form in which people write it."""
    monkeypatch.setenv(name, text)

    assert getattr(load(), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TELEGRAM_BOT_TOKEN", "12:ab cd"),
        ("TELEGRAM_API_URL", "api.example.org"),
        ("TELEGRAM_API_URL", "http://[bad"),
        ("TELEGRAM_PROXY", "ftp://host"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("LOG_TEXTS", "maybe"),
        ("MARKS_IN_GROUPS", "in some"),
        ("ADMIN_IDS", "me"),
        ("WEBHOOK_URL", "sco.example.org"),
        ("WEBHOOK_URL", "http://sco.example.org/hook"),
        ("WEBHOOK_URL", "https://[bad"),
        ("WEBHOOK_LISTEN", "8443"),
        ("WEBHOOK_LISTEN", "host:99999"),
        ("WEBHOOK_SECRET", "with space"),
        ("HEALTH_LISTEN", "host:x"),
    ],
)
def test_a_bad_value_is_named_but_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """What cannot be used is named with what to write; its value, which may be secret, is not shown."""
    monkeypatch.setenv(name, text)

    with pytest.raises(SettingsError) as caught:
        load()

    assert f"\n{name}: " in str(caught.value)
    assert text not in str(caught.value)


def test_all_faults_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting that cannot be used is named in the same message."""
    for name in ("LOG_LEVEL", "ADMIN_IDS", "WEBHOOK_URL"):
        monkeypatch.setenv(name, "?")

    with pytest.raises(SettingsError) as caught:
        load()

    assert {line.split(":")[0] for line in str(caught.value).splitlines()[1:]} == {"LOG_LEVEL", "ADMIN_IDS", "WEBHOOK_URL"}


def test_the_environment_counts_more_than_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """.env is read from the current folder; a variable of the environment wins, an empty one does not."""
    (tmp_path / ".env").write_text("LOG_LEVEL=ERROR\nLOG_FORMAT=json\nSOMETHING_ELSE=1\n", "utf-8")
    monkeypatch.setenv("LOG_FORMAT", "text")
    monkeypatch.setenv("LOG_LEVEL", "")

    settings = load()

    assert (settings.log_level, settings.log_format) == ("ERROR", "text")


def test_the_token_does_not_show_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printed Settings holds no secret."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:abcdef")
    monkeypatch.setenv("WEBHOOK_SECRET", "hush-hush")

    text = f"{load()!r} {load()}"

    assert "abcdef" not in text
    assert "hush" not in text


def test_secrets_are_compared_by_what_they_hide() -> None:
    """Two settings with the same token are equal, and hash alike."""
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1


def test_names_in_small_letters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable counts in small letters too, and a name without a value sets nothing."""
    (tmp_path / ".env").write_text("log_format=json\nLOG_LEVEL\n", "utf-8")
    monkeypatch.setenv("log_texts", "yes")

    settings = load()

    assert (settings.log_format, settings.log_level, settings.log_texts) == ("json", "INFO", True)


def test_every_setting_can_be_set() -> None:
    """Each field is made of a text by something."""
    assert set(_READ) == {one.name for one in fields(Settings)}


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """A .env that is no text is one clear error."""
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe")

    with pytest.raises(SettingsError, match=r"\.env"):
        load()


def test_the_example_lists_every_setting() -> None:
    """.env.example names all settings and no other, each explained in the lines above it."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    names = [line.split("=")[0] for line in lines if re.match(r"[A-Z_]+=", line)]

    assert sorted(names) == sorted(one.name.upper() for one in fields(Settings))
    blocks = EXAMPLE.read_text("utf-8").split("\n\n")[1:]
    assert all(block.startswith("#") for block in blocks)


def test_the_example_holds_the_defaults(tmp_path: Path) -> None:
    """Copied to .env as it is, the example changes nothing."""
    (tmp_path / ".env").write_text(EXAMPLE.read_text("utf-8"), "utf-8")

    assert load() == load(None)
