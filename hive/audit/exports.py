"""The form of an export: JSON lines that a signature on the last one covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from os import SEEK_END
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hive.audit.chain import Finding, Head, Link, canonical, faults_in, moment, places_in
from hive.audit.keys import is_signed, public_key, public_pem, signed

FORMAT = "hive audit export 1"


class NotAnExport(Exception):
    """A file, or a line of it, that is not what an export is made of."""


@dataclass(frozen=True)
class Written:
    """What an export came to."""

    events: int
    sha256: str


@dataclass(frozen=True)
class Read:
    """What an export shows to whoever holds the key of the log, or the public key alone."""

    is_signed: bool
    is_complete: bool
    events: int
    head: Head
    faults: list[Finding]


def write(
    out: Callable[[bytes], Any],
    links: Iterable[Link],
    *,
    after: Head,
    made_at: datetime,
    chosen: Mapping[str, str] | None = None,
) -> Written:
    """Write the links and sign the whole. ``chosen`` says by what they were, if not all were."""
    digest, count = hashlib.sha256(), 0
    first = {
        "format": FORMAT,
        "made_at": moment(made_at),
        "after": {"number": after.number, "mac": after.mac},
        "chosen": chosen,
    }

    def put(value: object) -> None:
        line = canonical(value) + b"\n"
        digest.update(line)
        out(line)

    put(first)
    for link in links:
        put(line_of(link))
        count += 1
    sha256 = digest.hexdigest()
    last = {"sha256": sha256, "signature": signed(signed_text(sha256)), "public_key": public_pem()}
    out(canonical(last) + b"\n")
    return Written(count, sha256)


def signed_text(sha256: str) -> bytes:
    """What is signed: the name of the form, and the hash of all lines but the last."""
    return f"{FORMAT} {sha256}".encode()


def line_of(link: Link) -> Mapping[str, Any]:
    """One link as it is exported."""
    return {
        "number": link.number,
        "previous": link.previous,
        "sealed_at": link.sealed_at,
        "mac": link.mac,
        "event": link.entry,
    }


def read(path: Path, key: Ed25519PublicKey) -> Read:
    """Check the signature of an export, and its chain as far as this installation can.

    Only whoever holds the key of the log can tell whether a seal was made with it; everybody can
    tell whether one follows the other.
    """
    first, *middle, last = _lines(path)
    try:
        after = Head(first["after"]["number"], first["after"]["mac"])
        is_complete = first["chosen"] is None
        is_whole = last["sha256"] == _hash_of_all_but_last(path)
        holds = is_whole and is_signed(signed_text(last["sha256"]), last["signature"], key)
        links = [_link(line) for line in middle]
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnExport(f"{path.name}: {error!r}") from error
    faults = list(_faults(links, after, is_complete, is_ours=key == public_key()))
    return Read(holds, is_complete, len(links), links[-1].head if links else after, faults)


def head_in(path: Path) -> Head:
    """How far an export reaches, told by its last event, which carries its own proof."""
    try:
        link = _link(json.loads(_end_of(path).split(b"\n")[-3]))
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise NotAnExport(f"{path.name}: {error!r}") from error
    if link.mac != link.expected_mac:
        raise NotAnExport(f"{path.name}: its last seal was not made with our key")
    return link.head


def _faults(links: list[Link], after: Head, is_complete: bool, is_ours: bool) -> Iterator[Finding]:
    if not is_complete:
        after_each = (Head(link.number - 1, link.previous) for link in links)
        groups = [([link], before) for link, before in zip(links, after_each, strict=True)]
    else:
        groups = [(links, after)]
    for group, before in groups:
        yield from faults_in(group, before) if is_ours else places_in(group, before)


def _link(line: Mapping[str, Any]) -> Link:
    # An event that was gone by the night is null; its number went with it.
    entry = line["event"]
    for text in (entry["at"] if entry else line["sealed_at"], line["sealed_at"]):
        datetime.fromisoformat(text)
    return Link(
        number=line["number"],
        previous=line["previous"],
        sealed_at=line["sealed_at"],
        mac=line["mac"],
        event=entry["id"] if entry else None,
        entry=entry,
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        lines = [json.loads(line) for line in path.read_bytes().rstrip(b"\n").split(b"\n")]
    except ValueError as error:
        raise NotAnExport(f"{path.name}: {error}") from error
    if len(lines) < 2 or not all(isinstance(line, dict) for line in lines):
        raise NotAnExport(f"{path.name}: too short")
    if lines[0].get("format") != FORMAT:
        raise NotAnExport(f"{path.name}: another format")
    return lines


def _hash_of_all_but_last(path: Path) -> str:
    content = path.read_bytes()
    return hashlib.sha256(content[: content.rstrip(b"\n").rfind(b"\n") + 1]).hexdigest()


def _end_of(path: Path) -> bytes:
    """The last lines of a file: no event is longer than half of this."""
    with path.open("rb") as file:
        file.seek(0, SEEK_END)
        file.seek(max(0, file.tell() - 2**16))
        return file.read()
