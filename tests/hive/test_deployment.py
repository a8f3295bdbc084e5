"""The site as it is installed in earnest: what its check finds, what starts, what it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.hive.test_settings import ROOT, SAFE
from tests.migrated import put_tables_in

Told = dict[str, Any]

# Starts as a web worker does, checks itself, asks pages as the proxy hands them on, and signs a
# person in.
ASKING = """
import gc, io, json, sys
import hive.wsgi
told = {"frozen": gc.get_freeze_count(), "modules": list(sys.modules)}
from django.core.management import call_command
from django.test import Client
checked = io.StringIO()
call_command("check", deploy=True, fail_level="WARNING", stdout=checked)
told["checked"] = checked.getvalue()
call_command("createcachetable", verbosity=0)
for scheme in ("http", "https"):
    for path in ("/healthz", "/account/login/", "/help/", "/no-such-page/", "/", "/api/v1/cycles",
                 "/static/no-such-file.css", "/static/css/tokens.css"):
        client = Client(raise_request_exception=False)
        asked = {"headers": {"host": "hive.example"}, "secure": scheme == "https"}
        response = client.get(path, **asked)
        cookies = {name: {key: bool(value) if key in ("secure", "httponly") else value
                          for key, value in morsel.items()}
                   for name, morsel in client.cookies.items()}
        told[f"{scheme} {path}"] = [response.status_code, dict(response.headers), cookies]
from hive.banks.models import User
User.objects.create_user("one@b1.example", "a long and quiet word", name="One")
client = Client(raise_request_exception=False)
asked = {"secure": True, "headers": {"host": "hive.example"}}
client.get("/account/login/", **asked)
client.post("/language/", {"language": "en"}, **asked)
typed = {"login": "one@b1.example", "password": "a long and quiet word"}
client.post("/account/login/", typed, **asked)
told["cookies"] = {name: {key: bool(value) if key in ("secure", "httponly") else value
                          for key, value in morsel.items()}
                   for name, morsel in client.cookies.items()}
other = Client(raise_request_exception=False)
told["other host"] = other.get("/help/", secure=True, headers={"host": "evil.example"}).status_code
json.dump(told, sys.stdout)
"""
A_YEAR = "max-age=31536000; includeSubDomains; preload"
ENTRANCES = {
    "web": [sys.executable, "-c", "import hive.wsgi"],
    "worker": [sys.executable, "manage.py", "worker"],
    "clock": [sys.executable, "manage.py", "tick"],
    "migrations": [sys.executable, "manage.py", "migrate"],
    "check": [sys.executable, "manage.py", "check"],
}


def start(command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    ours = ("HIVE_", "DJANGO_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        command,
        cwd=ROOT,
        env=others | SAFE | more | {"DJANGO_SETTINGS_MODULE": "hive.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What a site in earnest says of itself, and answers to a stranger."""
    database = tmp_path_factory.mktemp("deployed") / "site.sqlite3"
    put_tables_in(database, tmp_path_factory)
    started = start(
        [sys.executable, "-W", "ignore", "-c", ASKING],
        HIVE_STATIC_MANIFEST="0", HIVE_DATABASE_URL=f"sqlite:///{database}",
    )  # fmt: skip
    assert started.returncode == 0, started.stderr
    answers: Told = json.loads(started.stdout)
    return answers


def answers_by(scheme: str, told: Told) -> dict[str, list[Any]]:
    return {key: value for key, value in told.items() if key.startswith(f"{scheme} ")}


def test_the_deployment_check_finds_nothing_and_silences_nothing(told: Told) -> None:
    # Django counts what was silenced in the same line.
    assert told["checked"].strip() == "System check identified no issues (0 silenced)."


def test_the_deployment_check_would_find_something() -> None:
    checking = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    assert start(checking, HIVE_DEMO="1").returncode == 1


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_no_entrance_starts_unsafely(entrance: str) -> None:
    started = start(ENTRANCES[entrance], HIVE_DEBUG="1")

    assert started.returncode != 0
    assert "ImproperlyConfigured: HIVE_" in started.stderr


def test_plain_http_is_sent_to_https(told: Told) -> None:
    for key, (status, headers, cookies) in answers_by("http", told).items():
        path = key.partition(" ")[2]

        assert (status, headers["Location"]) == (301, f"https://hive.example{path}")
        assert cookies == {}


def test_every_answer_asks_for_https_for_a_year(told: Told) -> None:
    answers = answers_by("https", told)

    assert {headers.get("Strict-Transport-Security") for _, headers, _ in answers.values()} == {
        A_YEAR
    }
    assert {status for status, _, _ in answers.values()} >= {200, 302, 401, 404}


def test_cookies_are_for_this_host_by_https_alone(told: Told) -> None:
    cookies = told["cookies"]

    assert set(cookies) == {
        "__Host-csrftoken",
        "__Host-sessionid",
        "__Host-hive_lang",
        "__Host-hive_known",
    }
    for name, cookie in cookies.items():
        assert (name, cookie["path"], cookie["domain"], cookie["samesite"]) == (
            name, "/", "", "Lax",
        )  # fmt: skip
        assert (name, cookie["secure"], cookie["httponly"]) == (name, True, True)


def test_a_host_of_others_is_refused(told: Told) -> None:
    assert told["other host"] == 400


def test_a_web_worker_settles_before_its_first_request(told: Told) -> None:
    assert told["frozen"] > 50_000
    assert "reports.views" in told["modules"]
    assert {"pandas", "weasyprint"} & set(told["modules"]) == set()
