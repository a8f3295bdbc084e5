"""The demonstration: what it holds, that it can be built again, that everybody can sign in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from statistics import correlation, fmean

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.enums import AnswerState, CycleState, SubmissionState
from assessments.models import Answer, Cycle, Submission
from assessments.previous import previous_of
from assessments.queries import answers_of, signed_answers, signed_snapshot, stored_score
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core import checks
from hive.core.disclosure import PublicStatistic
from hive.core.model import Descent, Severity
from hive.core.scoring import Score
from reports.charts.figures import signed, two
from reports.demo.answers import Respondent, middles_for
from reports.demo.banks import invent_banks
from reports.demo.build import build
from reports.demo.plan import read_answers, read_open, read_people, read_published
from reports.demo.signing_in import code_now, sign_ins
from reports.history import history_of
from reports.models import CohortMember, Publication, PublishedStatistic
from reports.queries import results_of
from reports.scorecard import Scorecard
from reports.scorecard import build as build_card
from tests.demonstration import built
from tests.factories import signed_in

# The demonstration is on SQLite, wherever it runs.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PUBLISHED = {"S": 65.75, "O": 46.76, "T": 50.43, "D": 49.36, "A": 49.96, "E": 37.56}


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    with built(django_db_blocker) as lines:
        yield lines


@pytest.fixture
def past() -> Cycle:
    return Cycle.objects.select_related("edition").get(year=read_published()[-1].year)


@pytest.fixture
def present() -> Cycle:
    return Cycle.objects.select_related("edition").get(year=read_open().year)


def trees(cycle: Cycle) -> list[Score]:
    """The signed scores of a cycle's banks."""
    snapshots = [signed_snapshot(s) for s in cycle.submissions.select_related("bank")]
    return [stored_score(snapshot) for snapshot in snapshots if snapshot]


def dimensions(tree: Score) -> dict[str, float]:
    return {part.code: float(part.value) for part in tree.parts if part.value is not None}


def test_the_dimension_means_are_the_published_ones(past):
    scores = [dimensions(tree) for tree in trees(past)]

    means = {code: fmean(score[code] for score in scores) for code in PUBLISHED}

    assert len(scores) == 73
    assert {c: abs(means[c] - PUBLISHED[c]) < 2 for c in PUBLISHED} == dict.fromkeys(
        PUBLISHED, True
    )


def test_the_banks_are_of_the_published_kinds(past):
    model = model_of(past.edition)

    kinds = Counter(
        Answer.objects.filter(submission__cycle=past, question__code=model.kind_field).values_list(
            "value", flat=True
        )
    )

    assert kinds == {"city": 41, "rural": 22, "rural_coop": 5, "private": 3, "other": 2}


def test_dimensions_of_a_bank_hang_together(past):
    scores = [dimensions(tree) for tree in trees(past)]
    columns = {code: [score[code] for score in scores] for code in PUBLISHED}

    weakest = min(correlation(columns[a], columns[b]) for a in columns for b in columns if a < b)

    assert weakest > 0.4


def test_no_two_banks_are_alike(past):
    scores = {tuple(dimensions(tree).items()) for tree in trees(past)}

    assert len(scores) == 73


def test_some_answers_are_not_applicable_and_some_not_known(past):
    states = Counter(
        Answer.objects.filter(submission__cycle=past, question__scope="scored").values_list(
            "state", flat=True
        )
    )

    assert 15 <= states[AnswerState.NOT_APPLICABLE] <= 80
    assert 40 <= states[AnswerState.DONT_KNOW] <= 150


def test_checks_find_no_error_and_few_warnings(past):
    model = model_of(past.edition)
    snapshots = [signed_snapshot(s) for s in past.submissions.all()]
    found = [f.check for s in snapshots if s for f in checks.run(model, signed_answers(s))]

    assert [check.code for check in found if check.severity is Severity.ERROR] == []
    assert 1 <= len(found) <= 12


def test_the_year_before_is_published_as_well(past):
    earlier = Cycle.objects.get(year=past.year - 1)
    totals = [float(tree.value) for tree in trees(earlier)]

    assert (earlier.state, earlier.edition) == (CycleState.PUBLISHED, past.edition)
    assert len(totals) == 73
    assert 1 < fmean(float(tree.value) for tree in trees(past)) - fmean(totals) < 5


def test_the_open_year_asks_some_questions_anew(past, present):
    model = model_of(present.edition)
    lineage = model.lineage

    assert lineage is not None
    kinds = Counter(origin.descent for origin in lineage.origins.values())
    assert lineage.earlier == past.edition.code
    assert "invented" in model.name.en
    assert (kinds[Descent.REWORDED], kinds[Descent.SPLIT], len(lineage.dropped)) == (2, 2, 1)
    assert kinds[Descent.SAME] == len(model.questions) - 4


def test_every_bank_can_keep_last_years_answers(past, present):
    for submission in present.submissions.select_related("cycle__edition"):
        previous = previous_of(submission)

        assert previous is not None
        assert previous.year == past.year
        assert 60 < len(previous.answers) <= len(model_of(present.edition).questions) - 4
        assert set(previous.answers) & {"D2-Q1", "T3-Q4"} == set()


def test_some_drafts_keep_and_some_change_what_they_said(present):
    kept, changed = 0, 0
    for draft in present.submissions.filter(state=SubmissionState.DRAFT):
        previous, answers = previous_of(draft), answers_of(draft)
        assert previous is not None
        same = [answers[c] == a for c, a in previous.answers.items() if c in answers]
        kept, changed = kept + sum(same), changed + same.count(False)

    assert kept > changed > 50


def test_the_past_year_is_published_by_two_people(past):
    publication = Publication.objects.get(cycle=past)

    assert past.state == CycleState.PUBLISHED
    assert publication.prepared_by != publication.released_by
    assert CohortMember.objects.filter(publication=publication, counted=True).count() == 73
    assert publication.groups.filter(parent__isnull=True).get().n == 73


def test_a_few_banks_have_a_parent():
    children = Bank.objects.filter(parent__isnull=False)

    assert 3 <= children.count() <= 10
    assert children.values("parent").distinct().count() < children.count()


def test_the_present_year_is_open_today(present):
    assert present.is_open_at(timezone.now())
    assert timedelta(days=14) < present.closes_at - timezone.now() < timedelta(days=60)


def test_banks_stand_in_every_state_but_published(present):
    states = Counter(present.submissions.values_list("state", flat=True))
    recommended = present.submissions.filter(
        state=SubmissionState.IN_REVIEW, recommended_by__isnull=False
    ).count()

    assert set(states) == set(SubmissionState) - {SubmissionState.PUBLISHED}
    assert sum(states.values()) == 73
    assert 0 < recommended < states[SubmissionState.IN_REVIEW]


def test_drafts_are_at_different_points(present):
    drafts = present.submissions.filter(state=SubmissionState.DRAFT)
    counts = {draft.answers.count() for draft in drafts}

    assert 0 in counts
    assert len(counts) > 10
    assert max(counts) < len(model_of(present.edition).questions)


def test_a_returned_bank_has_a_letter_in_time(present):
    for submission in present.submissions.filter(state=SubmissionState.RETURNED):
        letter = submission.returns.get()

        assert letter.letter
        assert letter.questions
        assert letter.due_at > timezone.now()


def test_a_bank_resembles_itself_a_year_before(past, present):
    before = {s.bank_id: signed_snapshot(s) for s in past.submissions.all()}
    pairs = [
        (stored_score(before[s.bank_id]).value, stored_score(snapshot).value)
        for s in present.submissions.all()
        if (snapshot := signed_snapshot(s))
    ]

    assert correlation(*([float(v) for v in side] for side in zip(*pairs, strict=True))) > 0.8


def rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Bank, User, Cycle, Submission, Answer, Publication)
    }


def test_building_again_changes_nothing():
    before = rows()
    said_again: list[str] = []

    build(said_again.append)

    assert rows() == before
    assert said_again == ["the invented banks are there already"]


def test_building_after_the_end_of_the_cycle_moves_it_on(present):
    with time_machine.travel(present.closes_at + timedelta(days=3), tick=False):
        build(lambda line: None)
        present.refresh_from_db()

        assert present.is_open_at(timezone.now())


def test_chance_gives_the_same_at_every_build(past):
    model, plan = model_of(past.edition), read_answers()
    respondents = [Respondent(b, past.year, model, plan) for b in invent_banks(model, plan)]
    middles = middles_for(respondents, model, plan.means)

    again = {r.bank.code: r.answers(middles) for r in respondents}

    stored = {s.bank.code: signed_answers(signed_snapshot(s)) for s in past.submissions.all()}
    assert again == stored


@pytest.mark.parametrize("command", ["demo_data", "demo"])
def test_there_is_no_demonstration_in_earnest(command):
    with override_settings(HIVE_DEMO=False), pytest.raises(CommandError, match="no demonstration"):
        call_command(command)


@pytest.mark.parametrize("role", Role)
def test_every_role_signs_in(role):
    (known, *_) = (each for each in sign_ins() if each.role == role)
    client = Client()

    first = client.post(
        "/account/login/", {"login": known.email, "password": read_people().password}
    )
    if known.code:
        client.post(first["Location"], {"code": code_now(read_people().totp_secret)})

    assert client.session["_auth_user_id"] == str(User.objects.get(email=known.email).pk)


def test_everybody_can_sign_in():
    people = list(User.objects.prefetch_related("memberships"))
    without = {
        user.email
        for user in people
        if user.needs_second_factor and not Authenticator.objects.filter(user=user).exists()
    }

    assert len({user.password for user in people}) == 1
    assert people[0].check_password(read_people().password)
    assert without == set()


def test_the_command_prints_a_sign_in_for_every_role():
    out = StringIO()

    call_command("demo", "--codes", stdout=out)

    text = out.getvalue()
    assert "All banks, people and figures are invented." in text
    assert read_people().password in text
    assert {str(role.value) for role in Role if f"{role}".replace("_", "-") in text} == set(Role)


@pytest.mark.parametrize("path", ["/admin/", "/admin/assessments/submission/", "/help/"])
def test_pages_say_that_everything_is_invented(path):
    client = signed_in(Client(), User.objects.get(email="lead-analyst-1@alliance.example"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    page = client.get(path).content.decode()

    assert "Demonstration: banks, people, scores and statistics on this page are invented" in page


def card_of(cycle: Cycle, state: SubmissionState) -> Scorecard:
    """The scorecard of some bank that also took part the year before."""
    rows = cycle.submissions.filter(state=state, signed_at__isnull=False)
    earlier = rows.filter(bank__submissions__cycle__year=cycle.year - 1)
    return build_card(earlier.order_by("bank__code")[0], language="en")


def test_a_scorecard_tells_the_change_within_an_edition(past: Cycle) -> None:
    card = card_of(past, SubmissionState.PUBLISHED)

    years = card.years
    assert years is not None
    assert not years.is_break
    panel = years.chart.panels[0]
    before, now = panel.points
    assert (before.year, now.year) == (past.year - 1, past.year)
    assert before.is_comparable
    change = next(row for row in years.changes if row.name == panel.name)
    assert (change.before, change.now) == (two(before.own.value), two(now.own.value))
    assert before.own.value is not None
    assert now.own.value is not None
    assert change.points == signed(now.own.value - before.own.value)
    assert years.changes[-1].is_total
    assert f"{years.changes[-1].points} since {past.year - 1}" in card.facts[0].note
    assert card.dots.has_last
    assert "by the same edition" in years.sentences[0]


def test_the_peers_of_a_year_are_those_of_its_own_publication(past: Cycle) -> None:
    card = card_of(past, SubmissionState.PUBLISHED)

    assert card.years is not None
    before, now = card.years.chart.panels[0].points
    figures = PublishedStatistic.objects.filter(node=card.years.chart.panels[0].code)
    for point in (before, now):
        assert isinstance(point.peer, PublicStatistic)
        row = figures.filter(group__publication__cycle__year=point.year)
        assert row.filter(median=point.peer.median, group__code=point.peer.group).exists()


def test_across_editions_only_linked_questions_are_compared(present: Cycle) -> None:
    card = card_of(present, SubmissionState.SUBMITTED)

    years = card.years
    assert years is not None
    assert years.is_break
    assert years.headline.first == f"Like for like, since {present.year - 1}: "
    assert "like for like" in years.sentences[0]
    assert not any(row.is_total for row in years.changes)
    assert all(row.share.endswith("%") for row in years.changes)
    assert {row.share for row in years.changes} != {"100%"}
    assert f"not comparable with {present.year - 1}" in card.facts[0].note
    assert not card.dots.has_last
    points = years.chart.panels[0].points
    assert [point.is_comparable for point in points] == [False] * (len(points) - 1) + [True]


def test_the_years_take_the_same_queries_however_many_there_are(past: Cycle) -> None:
    results = results_of(past.submissions.filter(state=SubmissionState.PUBLISHED)[0])

    with CaptureQueriesContext(connection) as one:
        history_of(results)

    assert len(one) == 2
