"""A bank with two published years, and what every place that opens its result must tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Submission
from hive.banks.roles import Role
from hive.core.model import TOTAL, Article, Instrument, Question
from reports.scorecard import build
from tests import inked
from tests.factories import make_user, signed_in
from tests.inked import Paper
from tests.papers import set_once
from tests.plans import make_plan
from tests.published import Published, published_cycle
from tests.reports import figures_told
from tests.reports.figures_told import DASH, Html, Key, Reader, Told, half_up

LANGUAGES = {"zh": "zh-hans", "en": "en"}
ABOVE = ("total", "dimensions", "indicators")


@dataclass(frozen=True)
class World:
    """A bank with two published years and a plan, and its figures as they are stored."""

    cohort: Published
    submission: Submission
    figures: Mapping[Key, str]
    opened: dict[tuple[str, str], Any] = field(default_factory=dict)

    def client(self, role: Role, language: str) -> Client:
        """Sign somebody with this role in."""
        if role.is_at_bank:
            person = self.cohort.person_at(self.submission, role)
        else:
            person = make_user(f"{role.value}@alliance.example", role)
        client = signed_in(Client(), person)
        client.cookies["hive_lang"] = language
        return client

    def file(self, name: str, language: str) -> bytes:
        """Take a file as the bank takes it."""
        client = self.client(Role.COORDINATOR, language)
        url = reverse(f"reports:{name}", args=[self.submission.pk, language])
        return client.get(url).getvalue()

    def page(self, name: str, language: str) -> Html:
        """Open a page of the bank, once."""
        if (name, language) not in self.opened:
            client = self.client(Role.COORDINATOR, language)
            url = reverse(f"reports:{name}", args=[self.submission.pk])
            self.opened[name, language] = Html(client.get(url).content.decode())
        return self.opened[name, language]

    def paper(self, name: str, language: str) -> Paper:
        """Read a PDF of the bank, once."""
        if (name, language) not in self.opened:
            self.opened[name, language] = inked.read(self.file(name, language))
        return self.opened[name, language]

    def reader(self, language: str, **more: str) -> Reader:
        """Return who can read what is told in this language."""
        return Reader.of(self.cohort.model, LANGUAGES[language], **more)

    def charts(self, language: str) -> dict[str, str]:
        """The titles of the large charts."""
        card = build(self.submission, language=LANGUAGES[language])
        assert card.years is not None
        charts = {"comb": card.comb, "radar": card.radar, "dots": card.dots}
        return {spec.title: name for name, spec in charts.items()} | {
            card.years.chart.title: "years"
        }


@contextmanager
def two_years() -> Iterator[World]:
    """Twelve banks and two years. The bank has a figure that half up and half even tell apart."""
    with set_once():
        before = published_cycle(kinds={"city": 12}, year=2024, seed=3)
        cohort = published_cycle(kinds={"city": 12}, year=2025)
        earlier = {s.bank_id: s for s in before.submissions}
        submission = next(s for s in cohort.submissions if _has_a_half(s))
        make_plan(submission, cohort.person_at(submission, Role.COORDINATOR), questions=3)
        figures = figures_told.stored(submission, cohort.publication.groups.get(code="all"))
        last = figures_told.stored(earlier[submission.bank_id], None)
        yield World(cohort, submission, figures | figures_told.since(figures, last))


def check(told: Told, world: World, kinds: Iterable[str], levels: Iterable[str]) -> None:
    """Compare every figure with the stored one, and see that none that must be told is missing."""
    found = list(told)
    wrong = {(key, text) for key, text in found if world.figures[key] != text}
    wanted = {(node, kind) for level in levels for node in nodes(world, level) for kind in kinds}
    lacking = {key for key in wanted if key in world.figures} - {key for key, _text in found}
    assert wrong == set()
    assert {key for key in lacking if world.figures[key] != figures_told.DASH} == set()
    assert found


def nodes(world: World, level: str) -> list[str]:
    """Return the codes of a level of the score."""
    model = world.cohort.model
    return {
        "total": [TOTAL],
        "dimensions": [each.code for each in model.dimensions],
        "indicators": [each.code for each in model.indicators],
        "questions": [each.code for each in model.scored],
    }[level]


def of_articles(world: World, language: str) -> dict[str, str]:
    """Return the score of every article by its title, from the stored scores of its questions."""
    model = world.cohort.model
    edges = [Fraction(band.floor) for band in model.bands]
    values = {
        node["code"]: Fraction(node["score"])
        for node in figures_told.nodes(figures_told.stored_tree(world.submission))
        if node["score"] is not None
    }
    return {
        article.title.in_(LANGUAGES[language]): _mean(asked, values, edges)
        for instrument in model.instruments
        for article in instrument.articles
        if (asked := [q for q in model.scored if _covers(q, instrument, article)])
    }


def _covers(question: Question, instrument: Instrument, article: Article) -> bool:
    refers = {(ref.instrument, ref.number) for ref in question.articles}
    return (instrument.code, article.number) in refers


def _mean(asked: Iterable[Question], values: Mapping[str, Fraction], edges: list[Fraction]) -> str:
    known = [(Fraction(q.weight), values[q.code]) for q in asked if q.code in values]
    if not known:
        return DASH
    return half_up(sum(w * v for w, v in known) / sum(w for w, _v in known), edges)


def _has_a_half(submission: Submission) -> bool:
    """Whether a score of the bank lies just between two hundredths, the lower one even."""
    tree = figures_told.stored_tree(submission)
    scores = [Fraction(each["score"] or 0) * 100 for each in figures_told.nodes(tree)]
    return any(s.denominator == 2 and int(s) % 2 == 0 for s in scores)
