"""Foreign input is read in a child that cannot do harm, and always comes back with an answer."""

from __future__ import annotations

import socket
import time

import pytest

from hive.documents import capped

HERE = "tests.hive.documents.test_capped"


def shout(payload: bytes) -> bytes:
    return payload.upper()


def refuse(payload: bytes) -> bytes:
    raise ValueError("not a workbook: 工作簿")


def swallow(payload: bytes) -> bytes:
    return b"x" * 10**9


def spin(payload: bytes) -> bytes:
    while True:
        pass


def write(payload: bytes) -> bytes:
    try:
        with open("/tmp/hive-capped-child", "wb") as file:  # noqa: S108  -- must not come to be
            file.write(b"x" * 100_000)
    except OSError as error:
        return type(error).__name__.encode()
    return b"written"


def call(payload: bytes) -> bytes:
    try:
        socket.create_connection(("127.0.0.1", int(payload)), timeout=1)
    except PermissionError as error:
        return str(error).encode()
    return b"connected"


def test_the_result_of_a_task_comes_back() -> None:
    assert capped.run(f"{HERE}:shout", b"abc") == b"ABC"


def test_a_refusal_carries_its_reason() -> None:
    with pytest.raises(capped.Refused, match="not a workbook: 工作簿"):
        capped.run(f"{HERE}:refuse", b"")


def test_a_child_that_wants_too_much_memory_breaks_down() -> None:
    with pytest.raises(capped.BrokeDown):
        capped.run(f"{HERE}:swallow", b"", memory=300 * 2**20)


def test_a_child_that_never_ends_is_ended() -> None:
    began = time.monotonic()

    with pytest.raises(capped.BrokeDown):
        capped.run(f"{HERE}:spin", b"", seconds=1)

    assert time.monotonic() - began < 5


def test_a_child_writes_no_file() -> None:
    assert capped.run(f"{HERE}:write", b"") == b"OSError"


def test_a_child_calls_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]).encode()

        assert capped.run(f"{HERE}:call", port) == b"no network here"
