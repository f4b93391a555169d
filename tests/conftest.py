"""What the rooms' tests start from: the project's own knowledge, read once, and ways to ask it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.assistant import Assistant
from bot.knowledge import KnowledgeBase, bundled, load
from bot.matching.vocabulary import Vocabulary, vocabulary
from bot.model import Conversation, Reply
from tests.samples import TODAY

# The same examples in each run, whatever the machine; no clock.
settings.register_profile("steady", derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
settings.load_profile("steady")

FRAME = """
sources:
  notes: {title: "Notes", publisher: "A club", url: "https://example.org/notes", as_of: "2012-06-07"}
facts:
  - {id: "seat", subject: "sco", relation: "seat", value: "beijing", say: "It is in Beijing.", cite: ["notes: Place, 1"]}
phrases:
  answer.yes: "Yes."
"""


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """Return the project's own knowledge."""
    return load()


@pytest.fixture(scope="session")
def index(base: KnowledgeBase) -> Vocabulary:
    """Return the words of the project's own knowledge."""
    return vocabulary(base)


@pytest.fixture(scope="session")
def assistant(base: KnowledgeBase) -> Assistant:
    """Return what answers from the project's own knowledge."""
    return Assistant(base)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Callable[[str], Reply]:
    """Return a way to ask one question by itself."""
    return lambda text: assistant.ask(text, today=TODAY)


@pytest.fixture(scope="session")
def talk(assistant: Assistant) -> Callable[..., Reply]:
    """Return a way to say several things one after the other; what comes back is the last reply."""

    def say(*texts: str) -> Reply:
        conversation, reply = Conversation(), None
        for text in texts:
            reply = assistant.ask(text, conversation, today=TODAY)
            conversation = reply.conversation
        assert reply is not None
        return reply

    return say


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], KnowledgeBase]:
    """Return a way to make a knowledge base of a few lines of YAML, with English as it is and one fact."""

    def make(text: str) -> KnowledgeBase:
        shutil.copy(bundled() / "en" / "grammar.yaml", tmp_path / "grammar.yaml")
        (tmp_path / "frame.yaml").write_text(FRAME, "utf-8")
        (tmp_path / "small.yaml").write_text(text, "utf-8")
        return load(tmp_path)

    return make
