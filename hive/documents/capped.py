"""Reading what strangers made: in a child with little memory, little time and no network."""

from __future__ import annotations

import importlib
import resource
import socket
import subprocess
import sys
from typing import NoReturn

from django.conf import settings

MEMORY = 512 * 2**20
SECONDS = 10
# A child that was refused its reading says so by this exit status; anything else is a breakdown.
REFUSED = 3
LONGEST_REASON = 2000


class CappedError(Exception):
    """The child gave no result."""


class BrokeDown(CappedError):
    """The child ended without a result: it wanted more time or memory than it may have."""


class Refused(CappedError):
    """The child read its input and would not have it; str() is the reason it gave."""


def run(task: str, payload: bytes, *, memory: int = MEMORY, seconds: int = SECONDS) -> bytes:
    """Call ``task`` ("package.module:function", bytes to bytes) in a child and return its result.

    The function may raise ValueError to refuse its input: Refused here. ``memory`` is in bytes
    of address space, ``seconds`` of processor and of wall clock alike.
    """
    # Python itself and two arguments of our own; the foreign bytes go in by the pipe.
    command = [sys.executable, "-m", "hive.documents.capped", task, str(memory), str(seconds)]
    try:
        ended = subprocess.run(  # noqa: S603  -- no shell and nothing foreign in the command
            command,
            input=payload,
            capture_output=True,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise BrokeDown(task) from error
    if ended.returncode == 0:
        return ended.stdout
    if ended.returncode == REFUSED:
        raise Refused(ended.stderr.decode(errors="replace")[:LONGEST_REASON])
    raise BrokeDown(task)


def main(task: str, memory: str, seconds: str) -> int:
    """Be the child: read all of stdin, call the task within the limits, write its result."""
    module, _, function = task.partition(":")
    work = getattr(importlib.import_module(module), function)
    payload = sys.stdin.buffer.read()
    _limit(int(memory), int(seconds))
    try:
        result = work(payload)
    except ValueError as error:
        sys.stderr.write(str(error))
        return REFUSED
    sys.stdout.buffer.write(result)
    return 0


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # Nothing is written to disk, no further process is started, nobody is called.
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
    socket.socket = _no_socket  # type: ignore[assignment, misc]  # a function, on purpose


def _no_socket(*args: object, **more: object) -> NoReturn:
    raise PermissionError("no network here")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
