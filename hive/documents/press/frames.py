"""How two processes tell in a pipe where a message ends."""

from __future__ import annotations

from typing import IO

LENGTH = 8
PAPER, FAULT = b"+", b"-"


def write(target: IO[bytes], content: bytes) -> None:
    """Write a message and its length before it."""
    target.write(len(content).to_bytes(LENGTH))
    target.write(content)
    target.flush()


def read(source: IO[bytes]) -> bytes:
    """Read a message; EOFError when the other side has ended."""
    return _whole(source, int.from_bytes(_whole(source, LENGTH)))


def write_reply(target: IO[bytes], content: bytes, *, is_paper: bool) -> None:
    """Write a paper, or the name of the fault that it met."""
    write(target, (PAPER if is_paper else FAULT) + content)


def read_reply(source: IO[bytes]) -> tuple[bool, bytes]:
    """Read whether a paper was made, and the paper or the name of its fault."""
    reply = read(source)
    return reply[:1] == PAPER, reply[1:]


def _whole(source: IO[bytes], length: int) -> bytes:
    content = source.read(length)
    if len(content) < length:
        raise EOFError
    return content
