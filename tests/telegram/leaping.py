"""A clock that leaps, so that hours pass in no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

import pytest


class Leap(selectors.SelectSelector):
    """Waits for nothing: where the loop would sleep, its clock leaps."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everything waits, and nothing will happen")
        self.now += max(1e-6, timeout)  # a clock that stood still would keep a rounding error for ever
        return super().select(0)


class LeapLoop(asyncio.SelectorEventLoop):
    """A loop that goes through hours in no time."""

    def __init__(self) -> None:
        self.leap = Leap()
        super().__init__(self.leap)

    def time(self) -> float:
        return self.leap.now


def in_no_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[[pytest.MonkeyPatch], None]:
    """Run the test on a clock of its own, from 0."""

    def run(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns of its own RetryAfter
        loop = LeapLoop()
        try:
            loop.run_until_complete(test())
        finally:
            loop.close()

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


def now() -> float:
    """Return the loop's time in seconds."""
    return asyncio.get_running_loop().time()
