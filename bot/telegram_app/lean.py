"""What libraries bring along and nobody here uses: kept out, before they are imported."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def look_no_more(name: str) -> None:
    """Have every import of a module that is not installed fail at once.

    httpcore tries to import sniffio eight times for a question and its answer, to learn whether asyncio is what runs; where
    it is not installed, each time all folders of the path are searched: 0.05 to 0.1 ms, and 1 ms of the processor in all.
    """
    if find_spec(name) is None:
        leave_out(name)


def leave_out(name: str) -> None:
    """Have every import of a module fail, unless it has been imported already."""
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # documented: an import of it raises ModuleNotFoundError


# httpx has a command line of its own, which it does without where what that needs (rich, pygments) is missing. It is not
# called here, and takes 6 MB and a twentieth of a second.
leave_out("httpx._main")

# Updates are fetched, or come in through web.py: python-telegram-bot's own webhook is not used, and without it does without
# tornado, which takes 2 MB and a thirtieth of a second.
leave_out("telegram.ext._utils.webhookhandler")
