"""The kept process: sets the papers that its parent asks for, one after the other.

usage: python -m hive.documents.press MEMORY SECONDS STATIC_FOLDER...
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import resource
import signal
import sys
from pathlib import Path
from traceback import extract_tb
from typing import IO

from django.conf import settings

from hive.documents import capped, pdf
from hive.documents.pdf.fetching import make_fetcher
from hive.documents.press import frames
from hive.memory import settle

TOO_LARGE = "too-large"
OURS = "django.contrib.staticfiles.finders.FileSystemFinder"


def main(memory: str, seconds: str, *folders: str) -> None:
    """Set papers until the parent ends."""
    settings.configure(STATICFILES_DIRS=[*map(Path, folders)], STATICFILES_FINDERS=[OURS])
    orders, replies = sys.stdin.buffer, _own_way_out()
    _prepare(int(memory))
    while True:
        try:
            order = frames.read(orders)
        except EOFError:
            return
        _give_time(math.ceil(float(seconds)))
        is_paper, content = _set(order)
        frames.write_reply(replies, content, is_paper=is_paper)
        # While nobody waits. Nothing else here makes objects enough for it to happen by itself.
        del order, content
        gc.collect()


def _own_way_out() -> IO[bytes]:
    """Keep the pipe to the parent for replies; whatever libraries print goes to the log."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _prepare(memory: int) -> None:
    """Load the libraries, then take away what setting does not need."""
    make_fetcher()
    capped.refuse_calls()
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whoever stops the site stops the parent; what it has in hand may still want this paper.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    settle()


def _give_time(seconds: int) -> None:
    """End this process after so much work, should the parent not be there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))


def _set(order: bytes) -> tuple[bool, bytes]:
    """Return a paper, or the name of its fault, which repeats nothing of what the paper holds."""
    try:
        html, stylesheets, drawings = pickle.loads(order)  # noqa: S301  # nosec B301  # from our own parent
        return True, pdf.render(html, stylesheets=stylesheets, drawings=drawings)
    except MemoryError:
        return False, TOO_LARGE.encode()
    # The edge of the process: whatever is wrong with a paper is for the parent to tell.
    except Exception as error:
        place = extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} ({Path(place.filename).name}:{place.lineno})"
        return False, fault.encode()


if __name__ == "__main__":
    main(*sys.argv[1:])
