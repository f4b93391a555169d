"""The answers of one day: these tests ask on the day of the primary source, for which nothing later is told.

What a later day changes is tested in test_times.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.assistant import Assistant
from bot.model import Reply

PROFILE_DAY = date(2012, 6, 7)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Callable[[str], Reply]:
    """Return a way to ask one question by itself on the day of the profile."""
    return lambda text: assistant.ask(text, today=PROFILE_DAY)
