"""What banks read in pages, exports and the API, put together: no bank's score comes out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.plugin import DjangoDbBlocker
from scipy.optimize import linprog

from assessments.models import Submission
from hive.banks.roles import Role
from hive.banks.workflow import make_token
from hive.core.disclosure import MIN_BANKS, MIN_CONTROLLERS, Exposed, PublicStatistic, audit
from hive.core.model import TOTAL
from reports.covering.page import CoveragePage
from reports.covering.workbook import coverage_workbook
from reports.models import CohortMember
from reports.queries import results_of
from tests.factories import make_user, signed_in
from tests.published import Published
from tests.reports.figures_told import Html, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FIGURES = ("banks", "mean", "lower_quartile", "median", "upper_quartile")
# A score that can be told to fewer points than this is as good as told.
WIDEST = 50.0

# What is told of a node of a group, as it is written: the number of banks and the figures.
Line = tuple[str, ...]
Told = Iterator[tuple[str, str, Line]]


@dataclass(frozen=True)
class Known:
    """Everything that is told of groups, wherever it is told, and which banks are in them."""

    lines: Mapping[tuple[str, str], set[Line]]
    banks: Mapping[str, frozenset[str]]

    def tables(self) -> list[frozenset[str]]:
        """Return the sets of banks of which any figure is told."""
        return [self.banks[code] for code in sorted({group for group, _node in self.lines})]


@pytest.fixture(scope="module")
def known(cohort: Published, django_db_blocker: DjangoDbBlocker) -> Known:
    """Ask as one bank of every leaf against every group it may see, and as the alliance."""
    lines: dict[tuple[str, str], set[Line]] = defaultdict(set)
    with django_db_blocker.unblock():
        for told in (*of_banks(cohort), of_alliance(cohort)):
            for group, node, line in told:
                lines[group, node].add(line)
        return Known(lines, banks_of(cohort))


def banks_of(cohort: Published) -> dict[str, frozenset[str]]:
    """The banks of every group: those of the leaves below it."""
    parents = {g.code: g.parent and g.parent.code for g in cohort.publication.groups.all()}
    banks: dict[str, set[str]] = defaultdict(set)
    for member in members(cohort):
        group = member.group and member.group.code
        while group:
            banks[group].add(member.submission.bank.code)
            group = parents[group]
    return {code: frozenset(inside) for code, inside in banks.items()}


def members(cohort: Published) -> QuerySet[CohortMember]:
    rows = cohort.publication.members.filter(counted=True)
    return rows.select_related("group", "submission__bank")


def of_banks(cohort: Published) -> Iterator[Told]:
    leaves: dict[str, Submission] = {}
    for member in members(cohort):
        if member.group is not None:
            leaves.setdefault(member.group.code, member.submission)
    for submission in leaves.values():
        person = cohort.person_at(submission, Role.EXECUTIVE)
        _row, key = make_token(person, bank=submission.bank, name="All", days=30, by=person)
        api = Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})
        client = signed_in(Client(), person)
        address = reverse("api:result", args=[submission.pk])
        file = reverse("reports:workbook", args=[submission.pk, "en"])
        for group in api.get(address).json()["groups"]:
            code = {"group": group["code"]}
            yield of_api(group["code"], api.get(address, code).json()["score"])
            yield of_workbook(group["code"], client.get(file, code).getvalue())


def of_api(group: str, node: dict[str, Any]) -> Told:
    if node["peers"]:
        yield group, node["code"] or TOTAL, tuple(str(node["peers"][name]) for name in FIGURES)
    for part in node["parts"]:
        yield from of_api(group, part)


def of_workbook(group: str, content: bytes) -> Told:
    sheet = load_workbook(BytesIO(content)).worksheets[1]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        if row[8] is not None:
            figures = (f"{Decimal(str(value)):.2f}" for value in row[9:13])
            assert all(Decimal(str(value)) == round(Decimal(str(value)), 2) for value in row[9:13])
            yield group, row[0] or TOTAL, (str(row[8]), *figures)


def of_alliance(cohort: Published) -> Told:
    """The publication as the alliance reads it: what goes into the report of the industry."""
    client = signed_in(Client(), make_user("analyst@alliance.example", Role.ANALYST))
    client.cookies["hive_lang"] = "en"
    url = reverse("admin:reports_publication_change", args=[cohort.publication.pk])
    page = Html(client.get(url).content.decode())
    nodes = {
        code: f"{code} {text.en}" if text else "Total" for code, text, _ in cohort.model.nodes()
    }
    codes = {name: code for code, name in nodes.items()}
    blocks = [each for each in page.all("details") if each.find("table") is not None]
    for group, block in zip(cohort.publication.groups.all(), blocks, strict=True):
        for row in block.iter("tr"):
            name, *figures = map(words_of, row)
            if name in codes and len(figures) == len(FIGURES) - 1:
                yield group.code, codes[name], (str(group.n), *figures)


def test_every_place_tells_the_same_figures_of_a_group(known: Known) -> None:
    """A second rounding of a mean would narrow the sum that it comes from."""
    assert {key: lines for key, lines in known.lines.items() if len(lines) > 1} == {}
    assert len(known.lines) > 100
    figures = [figure for lines in known.lines.values() for line in lines for figure in line[1:]]
    assert {figure for figure in figures if len(figure.partition(".")[2]) != 2} == set()


def test_every_group_that_is_told_of_is_large_enough(cohort: Published, known: Known) -> None:
    controllers = {m.submission.bank.code: m.submission.bank.controller for m in members(cohort)}

    for (group, _node), ((n, *_figures),) in known.lines.items():
        banks = known.banks[group]
        assert int(n) == len(banks) >= MIN_BANKS
        assert len({controllers[bank] for bank in banks}) >= MIN_CONTROLLERS


def test_all_tables_together_pass_the_audit(known: Known) -> None:
    tables = known.tables()

    audit(tables)

    assert len(tables) == 5
    leak = min(tables, key=len) - {min(min(tables, key=len))}
    with pytest.raises(Exposed):
        audit([*tables, leak])


def test_nobody_can_narrow_down_another_banks_score(known: Known) -> None:
    """Solve for the least and the greatest total that every bank can have, knowing one's own."""
    banks = sorted(known.banks["all"])
    sums = [(known.banks[group], mean_of(known, group)) for group in known.banks]
    own = banks[0]

    widths = [width(banks, sums, own, other) for other in banks[1:]]
    leaf = min(known.banks.values(), key=len)
    victim = max(leaf - {own})
    leaked = [*sums, (leaf - {victim}, mean_of_rest(known, leaf, sums))]

    assert min(widths) > WIDEST
    assert width(banks, leaked, own, victim) < 1


def mean_of(known: Known, group: str) -> float:
    ((_n, mean, *_quartiles),) = known.lines[group, TOTAL]
    return float(mean)


def mean_of_rest(
    known: Known, leaf: frozenset[str], sums: Sequence[tuple[frozenset[str], float]]
) -> float:
    """The mean of a leaf without a bank of 40 points, as if somebody had published it."""
    whole = next(mean for banks, mean in sums if banks == leaf)
    return round((whole * len(leaf) - 40) / (len(leaf) - 1), 2)


def width(
    banks: Sequence[str], sums: Sequence[tuple[frozenset[str], float]], own: str, other: str
) -> float:
    """How many points apart the least and the greatest possible score of a bank are."""
    rows = np.array([[float(bank in inside) for bank in banks] for inside, _mean in sums])
    sizes = rows.sum(axis=1)
    means = np.array([mean for _inside, mean in sums])
    limits = np.concatenate([sizes * (means + 0.005), -sizes * (means - 0.005)])
    bounds = [(50, 50) if bank == own else (0, 100) for bank in banks]
    cost = np.array([float(bank == other) for bank in banks])
    least, greatest = (
        linprog(sign * cost, A_ub=np.vstack([rows, -rows]), b_ub=limits, bounds=bounds)
        for sign in (1, -1)
    )
    assert least.status == greatest.status == 0
    return float(-greatest.fun - least.fun)


def test_the_coverage_export_tells_nothing_of_peers(cohort: Published) -> None:
    results = results_of(cohort.submissions[3])
    assert results.peers is not None
    others = {
        node: replace(peer, n=99, mean=Decimal(1), median=Decimal(1))
        for node, peer in results.peers.statistics.items()
        if isinstance(peer, PublicStatistic)
    }
    sizes, lineage = ({results.peers.group.code: each} for each in (99, others))
    elsewhere = replace(results, peers=replace(results.peers, sizes=sizes, lineage=lineage))

    told = [coverage_workbook(CoveragePage.of(each, "en")) for each in (results, elsewhere)]

    assert others
    assert told[0] == told[1]
