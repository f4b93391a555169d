"""What `sco-bot check` prints."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from bot.checking import Outcome, check


def run(folder: Path | None, *, today: date, sources: Path | None, as_json: bool) -> bool:
    """Check a folder, print every fault (or that there is none) and return whether there is none."""
    outcome = check(folder, today=today, sources=sources)
    sys.stdout.write(_json(outcome) if as_json else _text(outcome))
    return not outcome.faults


def _json(outcome: Outcome) -> str:
    faults = [
        {"file": f.file, "line": f.line, "entry": f.entry, "problem": f.problem, "remedy": f.remedy} for f in outcome.faults
    ]
    return json.dumps({"faults": faults, "counts": dict(outcome.counts)}, ensure_ascii=False, indent=2) + "\n"


def _text(outcome: Outcome) -> str:
    lines = [str(fault) for fault in outcome.faults]
    counted = ", ".join(f"{count} {name}" for name, count in outcome.counts)
    total = len(outcome.faults)
    lines.append(f"{total or 'no'} {'fault' if total == 1 else 'faults'}" + (f" in {counted}" if counted else ""))
    return "\n".join(lines) + "\n"
