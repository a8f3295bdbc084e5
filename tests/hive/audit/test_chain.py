"""The chain as plain values: whatever is done to it at random is found against its head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from hive.audit.chain import (
    ORIGIN,
    Entry,
    Finding,
    Head,
    Kind,
    Link,
    against_heads,
    canonical,
    faults_in,
    moment,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
LENGTH = 30
Chain = list[Link]


def entry(number: int, **other: object) -> Entry:
    at = moment(START + timedelta(minutes=number))
    return {"id": 100 + number, "at": at, "verb": "sign_in", "detail": "x", **other}


def chain_of(entries: list[Entry]) -> Chain:
    """Seal as the sealer does, with the key."""
    links: Chain = []
    for number, each in enumerate(entries, 1):
        previous = links[-1].mac if links else ""
        sealed_at = moment(START + timedelta(minutes=number, seconds=30))
        link = Link(number, previous, sealed_at, "", each["id"], each)
        links.append(replace(link, mac=link.expected_mac))
    return links


@pytest.fixture(scope="module")
def chain() -> Chain:
    return chain_of([entry(n) for n in range(1, LENGTH + 1)])


def everything_wrong(links: Chain, head: Head) -> list[Finding]:
    macs = {link.number: link.mac for link in links}
    last = links[-1].number if links else 0
    return [*faults_in(links), *against_heads([head], macs, last)]


def test_a_chain_as_it_was_sealed_is_sound(chain: Chain) -> None:
    assert everything_wrong(chain, chain[-1].head) == []


def edit(links: Chain, random: Random) -> Chain:
    place = random.randrange(len(links))
    field = random.choice(["at", "verb", "detail", "id"])
    value = {"at": moment(START), "id": 1}.get(field, "y")
    links[place] = replace(links[place], entry={**(links[place].entry or {}), field: value})
    return links


def delete_event(links: Chain, random: Random) -> Chain:
    place = random.randrange(len(links))
    links[place] = replace(links[place], entry=None)
    return links


def delete_both(links: Chain, random: Random) -> Chain:
    place, count = random.randrange(len(links)), random.randint(1, 4)
    return links[:place] + links[place + count :]


def reorder(links: Chain, random: Random) -> Chain:
    one, other = random.sample(range(len(links)), 2)
    links[one], links[other] = (
        replace(links[one], event=links[other].event, entry=links[other].entry),
        replace(links[other], event=links[one].event, entry=links[one].entry),
    )
    return links


def renumber(links: Chain, random: Random) -> Chain:
    one, other = random.sample(range(len(links)), 2)
    links[one], links[other] = (
        replace(links[other], number=links[one].number),
        replace(links[one], number=links[other].number),
    )
    return links


def insert(links: Chain, random: Random) -> Chain:
    place = random.randrange(len(links))
    added = replace(links[place], entry=entry(place + 1, verb="invented"))
    later = [replace(link, number=link.number + 1) for link in links[place:]]
    return [*links[:place], added, *later]


def change_seal(links: Chain, random: Random) -> Chain:
    place = random.randrange(len(links))
    field = random.choice(["mac", "previous", "sealed_at"])
    value = moment(START) if field == "sealed_at" else "0" * 64
    links[place] = replace(links[place], **{field: value})
    return links


def cut_tail(links: Chain, random: Random) -> Chain:
    return links[: random.randrange(len(links))]


def rebuild(links: Chain, random: Random) -> Chain:
    """Cut the tail, change it, and let the sealer seal it again, with the key."""
    place = random.randrange(len(links))
    entries = [link.entry or {} for link in links]
    entries[place] = {**entries[place], "verb": "invented"}
    return chain_of(entries)


def rebuild_longer(links: Chain, random: Random) -> Chain:
    rebuilt = rebuild(links, random)
    entries = [link.entry or {} for link in rebuilt]
    return chain_of([*entries, *(entry(n) for n in range(LENGTH + 1, LENGTH + 5))])


MUTATIONS: list[Callable[[Chain, Random], Chain]] = [
    edit, delete_event, delete_both, reorder, renumber,
    insert, change_seal, cut_tail, rebuild, rebuild_longer,
]  # fmt: skip


@pytest.mark.parametrize("mutate", MUTATIONS)
def test_a_hundred_random_mutations_of_each_kind_are_found(
    chain: Chain, mutate: Callable[[Chain, Random], Chain]
) -> None:
    missed = [
        seed
        for seed in range(100)
        if not everything_wrong(mutate(list(chain), Random(seed)), chain[-1].head)
    ]

    assert missed == []


def test_each_fault_is_told_by_its_event(chain: Chain) -> None:
    changed = [*chain]
    changed[4] = replace(chain[4], entry=entry(5, verb="invented"))
    changed[7] = replace(chain[7], entry=None)
    changed[11] = replace(chain[11], mac="0" * 64)
    changed[14] = replace(chain[14], event=chain[16].event, entry=chain[16].entry)
    changed[16] = replace(chain[16], event=chain[14].event, entry=chain[14].entry)
    del changed[20:22]

    assert faults_in(changed) == [
        Finding(Kind.CHANGED, 5, 105),
        Finding(Kind.DELETED, 8, 108),
        Finding(Kind.SEAL, 12, 112),
        Finding(Kind.ORDER, 13, 113),
        Finding(Kind.SWAPPED, 15, 117),
        Finding(Kind.SWAPPED, 17, 115),
        Finding(Kind.MISSING, 21, until=22),
    ]


def test_a_chain_without_its_beginning_goes_on_from_a_checkpoint(chain: Chain) -> None:
    assert faults_in(chain[10:], chain[9].head) == []
    assert faults_in(chain[10:]) == [Finding(Kind.MISSING, 1, until=10)]


@pytest.mark.parametrize("moved", [timedelta(days=-30), timedelta(days=30)])
def test_an_event_that_was_slipped_in_under_another_time_is_found(moved: timedelta) -> None:
    entries = [entry(n) for n in range(1, 6)]
    entries[3] = entry(4, at=moment(START + moved))

    assert faults_in(chain_of(entries)) == [Finding(Kind.TIME, 4, 104)]


def test_a_long_pause_of_the_sealer_is_no_fault() -> None:
    """The worker stood still for days, was killed between two batches, and went on."""
    links: Chain = []
    for number in range(1, 11):
        at = moment(START + timedelta(days=number))
        sealed_at = moment(START + timedelta(days=20 if number < 6 else 40))
        previous = links[-1].mac if links else ""
        link = Link(number, previous, sealed_at, "", 100 + number, entry(number, at=at))
        links.append(replace(link, mac=link.expected_mac))

    assert faults_in(links) == []


def test_a_clock_put_back_by_an_hour_is_no_fault() -> None:
    entries = [entry(n) for n in range(1, 100)] + [entry(n) for n in range(40, 60)]

    assert [each.kind for each in faults_in(chain_of(entries))] == []


def test_canonical_bytes_are_written_in_one_way_only() -> None:
    assert canonical({"b": 1, "a": ["é", None, True]}) == '{"a":["é",null,true],"b":1}'.encode()


def test_a_head_before_everything_says_nothing(chain: Chain) -> None:
    assert list(against_heads([ORIGIN], {}, 0)) == []
