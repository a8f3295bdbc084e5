"""What holds for every test: which run where, quick passwords, no network, fresh translations."""

from __future__ import annotations

import gc
import logging
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import tampering
from tests.emptying import empty_quickly
from tests.factories import PASSWORD, TOTP_SECRET
from tests.security.outcomes import Outcomes

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
# Passwords and the key of the authenticator in tests, and what banks write in invented answers.
CANARIES = (PASSWORD, TOTP_SECRET, "clouds over the old harbour", "canary-password", "canary-of-")
# What goes over the whole site, and what a browser does.
TAKING_LONG = (ROOT / "tests", ROOT / "tests" / "journeys")
# Whoever has built the demonstration has it for both.
OF_THE_DEMO = ("test_demo_data.py", "test_pages.py")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and shutil.which("msgfmt"):
        for texts in (ROOT / "locale").rglob("*.po"):
            _compile(texts)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Outcomes(), "promises")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        uses_database = item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES
        if uses_database and not item.get_closest_marker("one_database"):
            item.add_marker(pytest.mark.database)
    yield
    items[:] = in_their_order(items)


def in_their_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Put what takes long where the two workers begin: at the front, and in the middle.

    What a worker ends with, or leaves to the other one, is short.
    """
    long = [item for item in items if item.path.parent in TAKING_LONG]
    short = [item for item in items if item.path.parent not in TAKING_LONG]
    modules = dict.fromkeys(item.path for item in long if item.path.name not in OF_THE_DEMO)
    begun_first = list(modules)[::2]
    first = [item for item in long if item.path in begun_first]
    second = [item for item in long if item.path not in begun_first]
    middle = max(0, len(items) // 2 - len(first))
    return [*first, *short[:middle], *second, *short[middle:]]


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among the modules that stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 1_000)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords in no time; the settings name the hasher that is used in earnest."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep uploaded files where pytest clears up."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where one test keeps what leaves the audit log: another one's says nothing of its database.

    Nothing is there until something is kept.
    """
    folder = tmp_path_factory.getbasetemp() / f"audit-{uuid4().hex}"
    with override_settings(HIVE_AUDIT_ROOT=folder):
        yield folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let tables be emptied between tests; the guards forbid it in SQLite."""
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            tampering.let_sqlite_delete()
        empty_quickly(patch)
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Start every test in English, whatever language a request before it was answered in."""
    with translation.override("en"):
        yield


class Listener(logging.Handler):
    """Hears every message of the process, and keeps those that tell what no log may."""

    def __init__(self) -> None:
        super().__init__()
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if any(canary in text for canary in CANARIES):
            self.leaks.append(text)


@pytest.fixture(scope="session")
def _listener() -> Iterator[Listener]:
    listener = Listener()
    logging.getLogger().addHandler(listener)
    yield listener
    logging.getLogger().removeHandler(listener)


@pytest.fixture(autouse=True)
def _clean_log(_listener: Listener) -> Iterator[None]:
    """Fail the test in which a password, a key or an answer got into the log."""
    yield
    leaks, _listener.leaks = _listener.leaks, []
    assert leaks == []


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_to_this_machine(name))
        yield


def _only_to_this_machine(name: str) -> Any:
    original = getattr(socket.socket, name)

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise PermissionError(f"Tests do not use the network, but one wanted {address}.")
        return original(self, address)

    return guarded


def _compile(texts: Path) -> None:
    compiled = texts.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < texts.stat().st_mtime:
        subprocess.run(["msgfmt", "--check-format", "-o", compiled, texts], check=True)
