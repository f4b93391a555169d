"""The bot as a process of its own, with the hand-made assistant; settings come as JSON in the first argument."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.settings import Secret
from bot.telegram_app import run
from bot.telegram_app.room import Tuning
from tests.telegram.hand_made import HandMade, settings

QUICK = Tuning(send_pauses=(0.05,) * 30, poll_pauses=(0.05,), conflict_pause=0.1, read_timeout=5.0, grace=1.0)

if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    token = given.pop("telegram_bot_token", None)
    state = given.pop("state_file")
    values = given | {"telegram_bot_token": Secret(token) if token else None, "state_file": Path(state) if state else None}
    sys.exit(run(HandMade(), settings(**values), load=HandMade, tuning=QUICK))
