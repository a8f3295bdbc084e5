"""The sample of a proxy in earnest: Debian's nginx on loopback before a site of its own."""

from __future__ import annotations

import getpass
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

from tests.hive.test_settings import SAFE
from tests.named import ROOT

SAMPLE = ROOT / "docs" / "deployment" / "nginx.conf"
NAME = "hive.example"
NGINX = "/usr/sbin/nginx"
PATIENCE = 60.0
EMAIL, PASSWORD = "one@b1.example", "a long and quiet word"
SEEDING = f"""
import django, sys
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from hive.banks.models import User
User.objects.create_user({EMAIL!r}, {PASSWORD!r}, name="One")
"""
ASKING = """
import django, json, sys
django.setup()
from hive.banks.models import Session
json.dump(list(Session.objects.exclude(user=None).values_list("address", flat=True)), sys.stdout)
"""
# nginx would keep what it cannot hold in memory in folders of the system.
PARKED = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Here(HTTPSConnection):
    """A connection to this machine that asks for the site by its name."""

    def connect(self) -> None:
        """Connect by number, and check the certificate by name."""
        plain = socket.create_connection(("127.0.0.1", self.port), 30, self.source_address)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


@dataclass
class Proxy:
    """A running proxy; ``folder`` holds its certificate and its logs."""

    folder: Path
    plain: int
    secure: int
    environment: Mapping[str, str]

    def ask(
        self, method: str, path: str, body: str | None = None, *, source: str = "127.0.0.1",
        **headers: str,
    ) -> tuple[HTTPResponse, str]:  # fmt: skip
        """Ask by TLS, from an address of this machine."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        connection = Here(NAME, self.secure, source_address=(source, 0), context=context)
        return _answer(connection, method, path, body, {"Host": NAME, **headers})

    def ask_plainly(self, path: str, host: str = NAME) -> tuple[HTTPResponse, str]:
        """Ask without TLS."""
        return _answer(HTTPConnection("127.0.0.1", self.plain), "GET", path, None, {"Host": host})

    def handshake(self, version: ssl.TLSVersion) -> str | None:
        """Agree on one version of TLS; tell which, and None where it is refused."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        plain = socket.create_connection(("127.0.0.1", self.secure), 30)
        try:
            with context.wrap_socket(plain, server_hostname=NAME) as agreed:
                return agreed.version()
        except (ssl.SSLError, ConnectionError):
            return None
        finally:
            plain.close()

    def addresses(self) -> Sequence[str]:
        """From where people have signed in, as the site has it."""
        told = _python(ASKING, self.environment)
        found: list[str] = json.loads(told.stdout)
        return found

    def log(self) -> str:
        """What nginx wrote of the requests."""
        return (self.folder / "access.log").read_text(encoding="utf-8")


@contextmanager
def running(folder: Path, *, changed: Mapping[str, str] | None = None) -> Iterator[Proxy]:
    """Run the site as in earnest, and the sample of a proxy before it."""
    site, plain, secure = _free_port(), _free_port(), _free_port()
    environment = _environment(folder)
    _python(SEEDING, environment)
    _certify(folder)
    text = _replaced(rendered(folder, site, plain, secure), changed or {})
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    gunicorn = [sys.executable, "-m", "gunicorn", "hive.wsgi", "--bind", f"127.0.0.1:{site}"]
    nginx = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with (
        _started([*gunicorn, "--timeout", "60"], environment, site, folder / "site.log"),
        _started(nginx, {"PATH": os.environ["PATH"]}, secure, folder / "nginx.log"),
    ):
        yield Proxy(folder, plain, secure, environment)


def rendered(folder: Path, site: int, plain: int, secure: int) -> str:
    """The sample with the names of one machine put in, and nothing else."""
    text = SAMPLE.read_text(encoding="utf-8")
    parked = "".join(f"    {name}_temp_path {folder}/{name};\n" for name in PARKED)
    machine = {
        "user www-data;": f"user {getpass.getuser()};",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/": f"{folder}/",
        "http {\n": f"http {{\n{parked}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{secure}",
        "127.0.0.1:8000;\n": f"127.0.0.1:{site};\n",
        "/etc/ssl/hive/fullchain.pem": f"{folder}/cert.pem",
        "/etc/ssl/hive/privkey.pem": f"{folder}/key.pem",
    }
    return _replaced(text, machine)


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    for there, here in changes.items():
        assert there in text, there
        text = text.replace(there, here)
    return text


def _environment(folder: Path) -> Mapping[str, str]:
    ours = ("HIVE_", "DJANGO_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return others | SAFE | {
        "DJANGO_SETTINGS_MODULE": "hive.settings",
        "HIVE_ALLOWED_HOSTS": NAME,
        "HIVE_BEHIND_PROXY": "1",
        "HIVE_STATIC_MANIFEST": "0",
        "HIVE_DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "HIVE_MEDIA_ROOT": str(folder / "media"),
        "HIVE_AUDIT_ROOT": str(folder / "audit"),
    }  # fmt: skip


def _certify(folder: Path) -> None:
    """Make a certificate that nobody but these tests trusts."""
    subprocess.run(
        [
            *"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes".split(),
            *f"-days 90 -subj /CN={NAME} -addext subjectAltName=DNS:{NAME}".split(),
            *"-addext keyUsage=digitalSignature -addext extendedKeyUsage=serverAuth".split(),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )


@contextmanager
def _started(
    command: Sequence[str], environment: Mapping[str, str], port: int, log: Path
) -> Iterator[None]:
    """Run a server until it listens and to the end of the block."""
    with log.open("w", encoding="utf-8") as kept:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=kept, stderr=kept)
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{process.args} does not listen: {log.read_text(encoding='utf-8')}")


def _answer(
    connection: Any, method: str, path: str, body: str | None, headers: Mapping[str, str]
) -> tuple[HTTPResponse, str]:
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def _python(code: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
