"""Running web and worker as children of one command, and ending both together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# How long a child may take to finish what it has in hand.
PATIENCE = 20.0


def web(address: str) -> list[str]:
    """The command line of the web server."""
    return [
        sys.executable, "-m", "gunicorn", "hive.wsgi:application", "--bind", address,
        "--workers", "2", "--worker-class", "sync", "--log-level", "warning",
    ]  # fmt: skip


def worker() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "manage.py", "worker"]


def run_together(commands: Sequence[Sequence[str]], log: Path) -> int:
    """Run until told to stop, or until one of them ends by itself; return the exit status.

    The last command's output, which holds the mail, goes to the log.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as mail, _told_to_stop() as stop:
        children = [
            subprocess.Popen(
                command, cwd=settings.BASE_DIR, start_new_session=True,
                stdout=mail if command is commands[-1] else None,
                stderr=None,
            )
            for command in commands
        ]  # fmt: skip
        try:
            while not stop.wait(0.5) and all(child.poll() is None for child in children):
                pass
        finally:
            ended = [child.poll() for child in children]
            _end(children)
    return next((status or 1 for status in ended if status is not None), 0)


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Turn Ctrl-C and SIGTERM into an event while the block runs."""
    stop = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
