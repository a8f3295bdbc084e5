"""The sample of a proxy: what comes through it, what it refuses, what a scan of its TLS finds."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hive.banks.middleware import LONGEST_SECONDS
from tests.migrated import put_tables_in
from tests.proxied import EMAIL, NAME, PASSWORD, SAMPLE, Proxy, running

ONCE = (
    "Strict-Transport-Security",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
)
A_YEAR = "max-age=31536000; includeSubDomains; preload"
# What the scanner minds less than anything that counts.
HARMLESS = {"OK", "INFO", "LOW"}
# What it minds because of where it looks, and not because of the proxy.
EXCUSED = {
    "cert_chain_of_trust": "the certificate of the tests signs itself",
    "cert_revocation": "and names nobody who would revoke it",
    "engine_problem": "Debian's OpenSSL cannot ask for GOST, which is not offered",
    "sessionresumption_ticket": "whether a session is taken up again is not always told",
}
# What the scanner must have come to, so that finding nothing means something.
LOOKED_AT = (
    "SSLv3", "TLS1_2", "TLS1_3", "cipher_order", "HSTS_time", "secure_renego",
    "secure_client_renego", "LUCKY13", "RC4",
)  # fmt: skip
# Protocols, kinds of ciphers, forward secrecy, preferences, certificate, headers, vulnerabilities.
SECTIONS = ("-p", "-s", "-f", "-P", "-S", "-h", "-U")
WEAK = {
    "ssl_protocols TLSv1.2 TLSv1.3;": "ssl_protocols TLSv1 TLSv1.1 TLSv1.2;",
    "ssl_ciphers ECDHE-ECDSA": "ssl_ciphers ALL:@SECLEVEL=0:ECDHE-ECDSA",
}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The proxy and the site behind it, for all tests of the module."""
    folder = tmp_path_factory.mktemp("proxy")
    put_tables_in(folder / "site.sqlite3", tmp_path_factory)
    with running(folder) as started:
        yield started


@pytest.mark.parametrize("path", ["/account/login/", "/help/", "/no-such-page/"])
def test_a_page_comes_through_with_every_header_once(proxy: Proxy, path: str) -> None:
    response, text = proxy.ask("GET", path)

    assert "</html>" in text
    assert {name: len(response.headers.get_all(name, [])) for name in ONCE} == dict.fromkeys(
        ONCE, 1
    )
    assert response.headers["Strict-Transport-Security"] == A_YEAR
    assert response.headers["Server"] == "nginx"


def test_what_nginx_answers_by_itself_is_as_strict(proxy: Proxy) -> None:
    answers = [
        proxy.ask("POST", "/help/", "x" * (26 * 2**20))[0],
        proxy.ask("TRACE", "/help/")[0],
    ]

    assert [answer.status for answer in answers] == [413, 405]
    for answer in answers:
        assert answer.headers.get_all("Strict-Transport-Security") == [A_YEAR]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_person_signs_in_from_the_address_that_is_seen(proxy: Proxy) -> None:
    """Whatever the browser says of its address and of the site."""
    claims = {
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9;host=evil.example;proto=http",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Real-IP": "203.0.113.9",
    }
    page, text = proxy.ask("GET", "/account/login/", source="127.0.0.2", **claims)
    (token,) = set(TOKEN.findall(text))
    cookies = "; ".join(each.partition(";")[0] for each in page.headers.get_all("Set-Cookie", []))
    form = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token}
    kind = "application/x-www-form-urlencoded"
    sent = {"Cookie": cookies, "Referer": f"https://{NAME}/", "Content-Type": kind, **claims}

    answer, _text = proxy.ask(
        "POST", "/account/login/", urlencode(form), source="127.0.0.2", **sent
    )

    assert (page.status, answer.status, answer.headers["Location"]) == (200, 302, "/")
    assert "__Host-sessionid" in " ".join(answer.headers.get_all("Set-Cookie", []))
    assert proxy.addresses() == ["127.0.0.2"]


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    response, _text = proxy.ask_plainly("/account/login/?next=/help/")

    assert response.status == 301
    assert response.headers["Location"] == f"https://{NAME}/account/login/?next=/help/"


def test_other_names_get_no_answer(proxy: Proxy) -> None:
    with pytest.raises(ConnectionError):
        proxy.ask_plainly("/help/", host="evil.example")
    with pytest.raises(ConnectionError):
        proxy.ask("GET", "/help/", Host="evil.example")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
def test_only_the_two_present_versions_of_tls_are_spoken(proxy: Proxy) -> None:
    versions = ("TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3")

    spoken = {name: proxy.handshake(ssl.TLSVersion[name]) for name in versions}

    assert spoken == {"TLSv1": None, "TLSv1_1": None, "TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}


def test_its_log_holds_no_key_of_a_link(proxy: Proxy) -> None:
    proxy.ask("GET", "/invitations/canary-of-a-link/")
    proxy.ask("GET", "/account/password/reset/key/1-canary-of-a-link/")
    proxy.ask("GET", "/verify/?code=canary-of-a-link")

    assert "canary-of-a-link" not in proxy.log()
    assert "GET /invitations/- 404" in proxy.log()


def test_guessing_is_slowed_down_before_the_site_is_asked(proxy: Proxy) -> None:
    answers = [proxy.ask("GET", "/account/login/", source="127.0.0.3")[0].status for _ in range(40)]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_its_limits_fit_those_of_the_site(settings) -> None:
    text = SAMPLE.read_text(encoding="utf-8")

    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", text)
    waits = [float(each) for each in re.findall(r"proxy_(?:read|send)_timeout (\d+)s;", text)]

    assert int(megabytes) * 2**20 > settings.HIVE_EVIDENCE_FILE_BYTES
    assert len(waits) == 2
    assert min(waits) > LONGEST_SECONDS


def scanned(proxy: Proxy, *sections: str) -> dict[str, str]:
    """Let Debian's testssl.sh look; returns the weight of all it finds, by name."""
    found = proxy.folder / "found.json"
    subprocess.run(
        [
            *"testssl --quiet --color 0 --warnings batch --nodns none --ip 127.0.0.1".split(),
            *(*sections, "--jsonfile", str(found), f"{NAME}:{proxy.secure}"),
        ],
        capture_output=True,
        check=False,
        timeout=600,
    )
    return {each["id"]: each["severity"] for each in json.loads(found.read_text())}


@pytest.mark.faults
def test_a_scan_of_its_tls_finds_nothing(proxy: Proxy) -> None:
    found = scanned(proxy, *SECTIONS)

    minded = {name: weight for name, weight in found.items() if weight not in HARMLESS}
    assert {name: minded[name] for name in minded.keys() - EXCUSED.keys()} == {}
    assert minded["cert_chain_of_trust"] == "CRITICAL"
    assert {name: found.get(name) for name in LOOKED_AT} == dict.fromkeys(LOOKED_AT, "OK")


@pytest.mark.faults
def test_a_weak_proxy_is_found_out(tmp_path: Path) -> None:
    with running(tmp_path, changed=WEAK) as weak:
        found = scanned(weak, "-p", "-s")

    assert (found["TLS1"], found["TLS1_1"]) == ("LOW", "LOW")
    assert found["cipherlist_aNULL"] == "CRITICAL"
