"""The chain of seals as plain values: how a link is hashed, and what a broken chain shows.

An event enters its seal without its values: in their place stands a keyed hash of them. So an
export can be checked to the last byte and still tells no values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from hive.audit.keys import keyed_hash

Entry = Mapping[str, Any]

# An event this much older than what was sealed before it was not written when it says. Longer
# than any transaction, and than a clock is ever put back.
OUT_OF_TIME = timedelta(days=1)
# Pairs of events in each other's place are looked for among this many at most.
MOST_SWAPPED = 200

ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


class Kind(StrEnum):
    """What was done to the log."""

    CHANGED = "changed after it was sealed"
    DELETED = "deleted, its seal still stands"
    SWAPPED = "in the place of another event"
    MISSING = "missing, with its seal"
    SEAL = "its seal was changed, or made without the key"
    ORDER = "its seal does not follow the one before it"
    TIME = "claims a time at which it was not there"
    UNSEALED = "not sealed, though it is older than an hour"
    CUT = "missing: the chain was longer when it was last kept outside the database"
    REBUILT = "sealed differently from what was kept outside the database"
    CHECKPOINT = "the checkpoint that stands for purged events was changed"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with the event, the seal, or both of these numbers."""

    kind: Kind
    number: int | None = None
    event: int | None = None
    until: int | None = None

    def __str__(self) -> str:
        numbers = f"{self.number} to {self.until}" if self.until else f"{self.number}"
        parts = [
            f"event {self.event}" if self.event else "",
            f"seal {numbers}" if self.number else "",
        ]
        return f"{', '.join(part for part in parts if part)}: {self.kind}"


@dataclass(frozen=True)
class Head:
    """How far a chain reached at some time: the number of its last seal, and the seal."""

    number: int
    mac: str


ORIGIN = Head(0, "")


@dataclass(frozen=True)
class Link:
    """One seal with the event under it; None where the event is gone."""

    number: int
    previous: str
    sealed_at: str
    mac: str
    event: int | None
    entry: Entry | None

    @property
    def expected_mac(self) -> str:
        """The hash that this link must have."""
        return self.mac_over(self.entry)

    def mac_over(self, entry: Entry | None) -> str:
        """The hash that this link would have over another event."""
        return keyed_hash("seal", canonical([self.number, self.previous, self.sealed_at, entry]))

    @property
    def head(self) -> Head:
        """The chain as it reaches to this link."""
        return Head(self.number, self.mac)


def canonical(value: object) -> bytes:
    """The only way to write a value down: JSON in UTF-8, keys in order, no spaces."""
    # Half a character may stand in the values of an event; it must not stop the sealer.
    return ENCODER.encode(value).encode(errors="surrogatepass")


def moment(at: datetime) -> str:
    """A time to the microsecond, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def faults_in(links: Iterable[Link], after: Head = ORIGIN) -> list[Finding]:
    """Follow a chain from a head and return everything that is wrong, in its order."""
    found: list[Finding] = []
    altered: list[Link] = []
    passed = datetime.fromtimestamp(0, UTC)
    for link, following in _with_next(links):
        found += _place(link, after)
        kind = _content(link, following)
        if kind is Kind.CHANGED:
            altered.append(link)
        if kind:
            found.append(Finding(kind, link.number, link.event))
        if link.entry is not None:
            at, sealed = _read(link.entry["at"]), _read(link.sealed_at)
            if at < passed - OUT_OF_TIME or at > sealed + OUT_OF_TIME:
                found.append(Finding(Kind.TIME, link.number, link.event))
            # So far had time passed in the log, as both an event and its seal say.
            passed = max(passed, min(at, sealed))
        after = link.head
    return _tell_swapped(found, altered[:MOST_SWAPPED])


def places_in(links: Iterable[Link], after: Head) -> Iterator[Finding]:
    """Tell whether each link follows the one before; needs no key."""
    for link in links:
        yield from _place(link, after)
        after = link.head


def against_heads(
    heads: Iterable[Head], macs: Mapping[int, str], last: int, purged: int = 0
) -> Iterator[Finding]:
    """Compare a chain that ends at seal ``last`` with what was kept of it elsewhere."""
    for head in heads:
        if head.number > last:
            yield Finding(Kind.CUT, last + 1, until=head.number)
        elif head.number > purged and macs.get(head.number) != head.mac:
            yield Finding(Kind.REBUILT, head.number)


def _with_next(links: Iterable[Link]) -> Iterator[tuple[Link, Link | None]]:
    waiting = None
    for link in links:
        if waiting is not None:
            yield waiting, link
        waiting = link
    if waiting is not None:
        yield waiting, None


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _place(link: Link, after: Head) -> Iterator[Finding]:
    """Say whether a link stands where it must; behind a gap anything may follow."""
    gap = link.number - after.number - 1
    if gap > 0:
        until = link.number - 1
        yield Finding(Kind.MISSING, after.number + 1, until=until if gap > 1 else None)
    elif link.previous != after.mac:
        yield Finding(Kind.ORDER, link.number, link.event)


def _content(link: Link, following: Link | None) -> Kind | None:
    """Say what is wrong with a link; the next one still knows the hash it had."""
    if link.entry is None:
        return Kind.DELETED
    if link.mac == link.expected_mac:
        return None
    if following is None or following.number != link.number + 1 or following.previous == link.mac:
        return Kind.CHANGED
    return Kind.SEAL


def _tell_swapped(found: list[Finding], altered: list[Link]) -> list[Finding]:
    """Give a better name to what was changed where a seal fits another changed event."""
    swapped = {
        link.number
        for link in altered
        for other in altered
        if other is not link and link.mac_over(other.entry) == link.mac
    }
    return [
        replace(each, kind=Kind.SWAPPED)
        if each.kind is Kind.CHANGED and each.number in swapped
        else each
        for each in found
    ]
