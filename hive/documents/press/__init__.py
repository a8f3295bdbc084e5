"""A kept process that sets papers for whoever waits for one: warm, with little memory and time.

It is started for the first paper and lives as long as its parent, unless a paper breaks it: then it
is ended, that paper with it, and the next one gets a new process. It knows no database and no
secret, and calls nobody.
"""

from __future__ import annotations

import atexit
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from time import monotonic
from types import MappingProxyType

from django.conf import settings

from hive.documents import pdf
from hive.documents.embedded import Embedded
from hive.documents.press import frames

# Bytes of data, beside fonts and libraries: a scorecard in both languages takes a third of them.
MEMORY = 320 * 2**20
# What is left of a request's time is for what goes before and after.
SECONDS = 20.0
# After so many papers the process is replaced, whatever its libraries have kept by then.
MOST_PAPERS = 500

TOO_LONG = "too-long"
ENDED = "ended"


class PaperNotMade(Exception):
    """A paper wanted more time or memory than it may have, or met a fault; str() names it."""


class Press:
    """One such process; threads take turns."""

    def __init__(self, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self.memory = memory
        self.seconds = seconds
        self._turn = threading.Lock()
        # Nobody has it while it is at work: a reply that was not waited for reaches no other.
        self._idle: _Child | None = None

    def render(
        self,
        html: str,
        *,
        stylesheets: Sequence[str] = pdf.SHEETS,
        drawings: Mapping[str, Embedded] = MappingProxyType({}),
    ) -> bytes:
        """Set a document as ``pdf.render`` does, to the same bytes."""
        order = pickle.dumps((html, tuple(stylesheets), dict(drawings)))
        with self._turn:
            child, self._idle = self._idle, None
            if child is None or not child.is_fit:
                child = self._replace(child)
            paper = child.set(order, self.seconds)
            self._idle = child
        return paper

    def end(self) -> None:
        """End the process; the next paper starts another."""
        with self._turn:
            child, self._idle = self._idle, None
            if child is not None:
                child.end()

    def _replace(self, old: _Child | None) -> _Child:
        if old is not None:
            old.end()
        return _Child(self.memory, self.seconds)


class _Child:
    """The process from its start to its end."""

    def __init__(self, memory: int, seconds: float) -> None:
        self._papers = 0
        # Fonts are laid down in files, which a process that is killed would leave behind.
        self._folder = tempfile.mkdtemp(prefix="hive-press-")
        limits = (str(memory), str(seconds))
        self._process = subprocess.Popen(  # noqa: S603  -- no shell, nothing foreign in the command
            [
                sys.executable, "-m", "hive.documents.press", *limits,
                *map(str, settings.STATICFILES_DIRS),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=_environment(self._folder),
        )  # fmt: skip

    @property
    def is_fit(self) -> bool:
        """Whether it lives and may set another paper."""
        return self._process.poll() is None and self._papers < MOST_PAPERS

    def set(self, order: bytes, seconds: float) -> bytes:
        """Have a paper set; end the process if that fails, whatever the reason."""
        self._papers += 1
        late = monotonic() + seconds
        alarm = threading.Timer(seconds, self._process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            return self._answer(order)
        except (OSError, EOFError) as error:
            self.end()
            raise PaperNotMade(TOO_LONG if monotonic() >= late else ENDED) from error
        except BaseException:
            self.end()
            raise
        finally:
            alarm.cancel()

    def end(self) -> None:
        """Kill the process and remove what it left."""
        self._process.kill()
        # Leaving closes the pipes and waits.
        with self._process:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _answer(self, order: bytes) -> bytes:
        target, source = self._process.stdin, self._process.stdout
        if target is None or source is None:
            raise EOFError
        frames.write(target, order)
        is_paper, content = frames.read_reply(source)
        if not is_paper:
            raise PaperNotMade(content.decode())
        return content


def _environment(folder: str) -> dict[str, str]:
    """What the process needs of ours: the way to the program, and where fonts are remembered."""
    kept = {name: os.environ[name] for name in ("HOME", "XDG_CACHE_HOME") if name in os.environ}
    own = {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
    return kept | own | {"TMPDIR": folder}


PRESS = Press()
atexit.register(PRESS.end)


def render(
    html: str,
    *,
    stylesheets: Sequence[str] = pdf.SHEETS,
    drawings: Mapping[str, Embedded] = MappingProxyType({}),
) -> bytes:
    """Set a document as ``pdf.render`` does, in the kept process of this one."""
    return PRESS.render(html, stylesheets=stylesheets, drawings=drawings)
