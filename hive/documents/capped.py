"""Reading what strangers made: in a child with little memory, little time and no network."""

from __future__ import annotations

import importlib
import os
import resource
import socket
import subprocess
import sys
import threading
from typing import IO, NoReturn

from django.conf import settings

MEMORY = 512 * 2**20
SECONDS = 10
# A child that was refused its reading says so by this exit status; anything else is a breakdown.
REFUSED = 3
LONGEST_REASON = 2000
CHUNK = 2**16


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
    try:
        ended = subprocess.run(  # noqa: S603  -- no shell and nothing foreign in the command
            _command(task, memory, seconds),
            input=payload,
            capture_output=True,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise BrokeDown(task) from error
    _check(task, ended.returncode, ended.stderr)
    return ended.stdout


def pipe(
    task: str,
    source: IO[bytes],
    target: IO[bytes],
    *,
    memory: int = MEMORY,
    seconds: int = SECONDS,
    longest: int,
) -> None:
    """Do the same with files: neither the input nor the result is ever whole in our memory.

    ``source`` is a file on disk, read from its start; a result longer than ``longest`` bytes is a
    breakdown.
    """
    source.seek(0)
    os.lseek(source.fileno(), 0, os.SEEK_SET)
    child = subprocess.Popen(  # noqa: S603  -- no shell and nothing foreign in the command
        _command(task, memory, seconds),
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env=_environment(),
    )
    alarm = threading.Timer(seconds, child.kill)
    alarm.start()
    try:
        with child:
            said = _hand_over(child, target, longest)
    finally:
        alarm.cancel()
    _check(task, child.returncode, said)


def _hand_over(child: subprocess.Popen[bytes], target: IO[bytes], longest: int) -> bytes:
    """Copy what the child writes until it ends, and return what it complains of."""
    written = 0
    while chunk := child.stdout.read(CHUNK) if child.stdout else b"":
        written += len(chunk)
        if written > longest:
            child.kill()
            break
        target.write(chunk)
    return child.stderr.read(LONGEST_REASON * 4) if child.stderr else b""


def _command(task: str, memory: int, seconds: int) -> list[str]:
    """Python itself and arguments of our own; the foreign bytes go in by the pipe."""
    return [sys.executable, "-m", "hive.documents.capped", task, str(memory), str(seconds)]


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}


def _check(task: str, status: int, said: bytes) -> None:
    if status == REFUSED:
        raise Refused(said.decode(errors="replace")[:LONGEST_REASON])
    if status != 0:
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
    refuse_calls()


def refuse_calls() -> None:
    """Let this process open no socket from now on."""
    socket.socket = _no_socket  # type: ignore[assignment, misc]  # a function, on purpose


def _no_socket(*args: object, **more: object) -> NoReturn:
    raise PermissionError("no network here")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
