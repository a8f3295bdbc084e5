"""The what-if page and the plan's pages: figures, places, what is kept, who may."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Submission
from assessments.queries import signed_answers, signed_snapshot, stored_score
from hive.banks.roles import Role
from hive.core.disclosure import Place, PublicStatistic
from hive.core.maturity import shown
from hive.core.model import TOTAL
from hive.core.rungs import rungs_of, with_choices
from hive.core.scoring import score
from reports.charts.figures import two
from reports.queries import results_of
from reports.scorecard import build
from reports.scorecard.plan import plan_lead, plan_rows
from reports.what_if.page import WhatIf
from tests.factories import make_user, signed_in
from tests.plans import liftable, make_plan
from tests.published import Published

pytestmark = pytest.mark.django_db


def address(submission: Submission) -> str:
    return reverse("reports:what_if", args=[submission.pk])


def plan(submission: Submission) -> str:
    return reverse("reports:plan", args=[submission.pk])


def client_of(cohort: Published, submission: Submission, role: Role = Role.COORDINATOR) -> Client:
    client = signed_in(Client(), cohort.person_at(submission, role))
    client.cookies["hive_lang"] = "en"
    return client


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def page_of(submission: Submission, **chosen: str) -> WhatIf:
    return WhatIf.of(results_of(submission), "en", chosen)


def test_with_nothing_chosen_it_is_the_official_score(cohort: Published) -> None:
    for submission in cohort.submissions[:8]:
        snapshot = signed_snapshot(submission)
        assert snapshot is not None
        page = page_of(submission)

        assert page.then.results.score.as_json() == stored_score(snapshot).as_json()
        assert not page.form.choices


def test_what_is_chosen_scores_as_if_it_had_been_answered(cohort: Published) -> None:
    rng = Random(11)
    for submission in cohort.submissions[:8]:
        results = results_of(submission)
        chosen = dict(rng.sample(list(liftable(submission).items()), 6))

        page = WhatIf.of(results, "en", chosen)

        rungs = {
            code: next(
                r for r in rungs_of(cohort.model, cohort.model.questions[code]) if r.key == k
            )
            for code, k in chosen.items()
        }
        expected = score(cohort.model, with_choices(results.answers, rungs))
        assert page.then.results.score == expected
        assert expected.value is not None
        assert two(shown(cohort.model, expected.value)) in [
            fact.value for fact in page.compared.facts
        ]


def test_an_indicator_lifts_its_questions_and_a_question_goes_first(cohort: Published) -> None:
    submission = cohort.submissions[4]
    indicator = cohort.model.indicators[0]
    lifted = {
        c: k for c, k in liftable(submission).items() if cohort.model.homes[c][1] == indicator
    }
    first = next(iter(lifted))

    both = page_of(submission, **{indicator.code: "1"})
    one = page_of(submission, **{indicator.code: "1", first: "1"})

    assert {code: rung.key for code, rung in both.form.choices.items()} == lifted
    assert {c: r.key for c, r in one.form.choices.items() if c != first} == {
        code: key for code, key in lifted.items() if code != first
    }


def test_the_place_is_a_quarter_told_from_published_figures(cohort: Published) -> None:
    submission = cohort.submissions[2]
    results = results_of(submission)
    assert results.peers is not None
    model = cohort.model
    highest = {c: rungs_of(model, model.questions[c])[-1].key for c in liftable(submission)}
    page = page_of(submission, **highest)
    total = results.peers.statistics[TOTAL]

    assert isinstance(total, PublicStatistic)
    assert page.compared.facts[3].quarter is not None
    assert page.compared.facts[3].quarter.place is Place.TOP_QUARTER


def test_before_publication_there_is_no_place(cohort: Published) -> None:
    results = replace(results_of(cohort.submissions[2]), peers=None, publication=None)
    page = WhatIf.of(results, "en", {})

    assert {row.place for row in page.dimensions} == {"On publication"}
    assert not page.has_peers


def test_the_cheapest_steps_can_be_tried_and_reach_the_band(cohort: Published) -> None:
    submission = cohort.submissions[6]
    client = client_of(cohort, submission)
    (total, *_rest) = page_of(submission).climbs
    band = page_of(submission).today.total.band

    html = client.get(f"{address(submission)}?{total.query}").content.decode()

    assert band is not None
    name = page_of(submission).today.band_name(band + 1)
    assert re.search(rf"reaches (the highest band, )?{name}", text_of(html))
    assert total.sentence in text_of(html)


def test_looking_writes_nothing(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = client_of(cohort, submission)

    with CaptureQueriesContext(connection) as queries:
        client.get(address(submission), {"S1": "2", "T1-Q1": "1"})

    written = [
        q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert written == []
    assert len(queries) <= 15


def test_what_is_not_listed_is_refused_and_the_rest_is_kept(cohort: Published) -> None:
    submission = cohort.submissions[0]
    code, key = next(iter(liftable(submission).items()))

    response = client_of(cohort, submission).get(address(submission), {code: key, "S2": "many"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose one of the answers listed." in html
    assert re.search(rf'name="{code}".*?<option value="{key}" selected', html, re.DOTALL)
    assert "1 answer changed" in html


def test_steps_are_saved_listed_changed_and_removed(cohort: Published) -> None:
    submission = cohort.submissions[1]
    client = client_of(cohort, submission)
    code, key = next(iter(liftable(submission).items()))
    tried = f"{address(submission)}?{code}={key}"

    saved = client.post(tried, {"owner": "Data office <b>", "due": "2027-2", "seen": f"{code}:0"})
    listed = client.get(plan(submission)).content.decode()
    step = submission.plan_steps.get()
    change = reverse("reports:plan_change", args=[submission.pk, step.pk])
    changed = client.post(change, {"owner": "Li", "due": "2027-4", "version": "1"})
    results = client.get(reverse("reports:results", args=[submission.pk])).content.decode()
    remove = reverse("reports:plan_remove", args=[submission.pk, step.pk])
    removed = client.post(remove, {"version": "2"}, follow=True).content.decode()

    assert (saved.status_code, saved["Location"]) == (302, plan(submission))
    assert "Data office &lt;b&gt;" in listed
    assert "Q2 2027" in listed
    assert (changed.status_code, changed["Location"]) == (302, plan(submission))
    assert "Q4 2027" in results
    assert "What the bank plans to lift" in results
    assert "There is no plan yet" in removed


def test_nothing_typed_is_lost_when_saving_is_refused(cohort: Published) -> None:
    submission = cohort.submissions[1]
    client = client_of(cohort, submission)
    code, key = next(iter(liftable(submission).items()))
    tried = f"{address(submission)}?{code}={key}"

    missing = client.post(tried, {"owner": "Data office", "due": "", "seen": f"{code}:0"})
    make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    stale = client.post(tried, {"owner": "Data office", "due": "2027-2", "seen": f"{code}:0"})

    assert (missing.status_code, stale.status_code) == (422, 409)
    assert "Choose a quarter." in missing.content.decode()
    for response in (missing, stale):
        html = response.content.decode()
        assert 'value="Data office"' in html
        assert re.search(rf'name="{code}".*?<option value="{key}" selected', html, re.DOTALL)
    assert "Nothing was saved" in stale.content.decode()
    assert f'name="seen" value="{code}:1"' in stale.content.decode()
    assert "in the plan so far" in text_of(stale.content.decode())


def test_a_stale_change_shows_what_stands_and_keeps_what_was_typed(cohort: Published) -> None:
    submission = cohort.submissions[1]
    client = client_of(cohort, submission)
    (step,) = make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    change = reverse("reports:plan_change", args=[submission.pk, step.pk])

    response = client.post(change, {"owner": "Li", "due": "2027-4", "version": "0"})

    html = response.content.decode()
    assert response.status_code == 409
    assert 'value="Li"' in html
    assert "Zhou Min" in html
    assert 'name="version" value="1"' in html


@pytest.mark.parametrize("nonsense", ["", "-1", "x", "9" * 5000, "٣"])
def test_nonsense_is_no_version(cohort: Published, nonsense: str) -> None:
    submission = cohort.submissions[1]
    client = client_of(cohort, submission)
    (step,) = make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    at = [submission.pk, step.pk]

    change = client.post(
        reverse("reports:plan_change", args=at),
        {"owner": "Li", "due": "2027-4", "version": nonsense},
    )
    remove = client.post(reverse("reports:plan_remove", args=at), {"version": nonsense})

    assert (change.status_code, remove.status_code) == (409, 409)
    assert submission.plan_steps.get().owner == "Zhou Min"


def test_executives_try_but_do_not_plan(cohort: Published) -> None:
    submission = cohort.submissions[1]
    client = client_of(cohort, submission, Role.EXECUTIVE)
    (step,) = make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    code, key = list(liftable(submission).items())[1]
    tried = f"{address(submission)}?{code}={key}"

    shown_page = client.get(tried).content.decode()
    refused = client.post(tried, {"owner": "Li", "due": "2027-4", "seen": f"{code}:0"})
    listed = client.get(plan(submission)).content.decode()
    change = reverse("reports:plan_change", args=[submission.pk, step.pk])

    assert "Save the steps in the plan" not in shown_page
    assert refused.status_code == 403
    assert "Zhou Min" in listed
    assert change not in listed
    assert client.get(change).status_code == 403


def test_analysts_read_the_plan_and_have_no_what_if(cohort: Published) -> None:
    submission = cohort.submissions[1]
    make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    client = signed_in(Client(), make_user("analyst@alliance.example", Role.ANALYST))

    listed = client.get(plan(submission)).content.decode()
    results = client.get(reverse("reports:results", args=[submission.pk])).content.decode()

    assert "Zhou Min" in listed
    assert address(submission) not in listed + results
    assert client.get(address(submission)).status_code == 403


def test_another_bank_sees_nothing_of_the_plan(cohort: Published) -> None:
    own, other = cohort.submissions[:2]
    (step,) = make_plan(other, cohort.person_at(other, Role.COORDINATOR), owner="A canary")
    client = client_of(cohort, own)
    at = [other.pk, step.pk]

    answers = [
        client.get(address(other)), client.get(plan(other)),
        client.get(reverse("reports:plan_change", args=at)),
        client.post(reverse("reports:plan_remove", args=at), {"version": "1"}),
        client.get(reverse("reports:plan_change", args=[own.pk, step.pk])),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 5
    assert "A canary" not in client.get(plan(own)).content.decode()
    assert other.plan_steps.count() == 1


def test_the_scorecard_carries_the_plan(cohort: Published) -> None:
    submission = cohort.submissions[1]
    none = build(submission, language="en")
    steps = make_plan(submission, cohort.person_at(submission, Role.COORDINATOR), questions=3)

    card = build(submission, language="zh-hans")

    assert (none.plan, none.plan_lead) == ((), "")
    assert [row.code for row in card.plan] == [step.question.code for step in steps]
    assert {(row.owner, row.due, row.state) for row in card.plan} == {
        ("Zhou Min", "2027年第3季度", "")
    }
    assert "总分" in card.plan_lead


def test_a_step_that_is_reached_says_so_and_adds_nothing(cohort: Published) -> None:
    submission = cohort.submissions[1]
    (step,) = make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    results = results_of(submission)
    question = cohort.model.questions[step.question.code]
    rung = next(r for r in rungs_of(cohort.model, question) if r.key == step.target)
    answers = with_choices(results.answers, {question.code: rung})

    page = WhatIf.of(replace(results, answers=answers), "en", {})

    assert [row.state for row in plan_rows(page.today)] == ["Reached"]
    assert plan_lead(page.today) == ""


def test_signed_answers_are_what_is_tried(cohort: Published) -> None:
    snapshot = signed_snapshot(cohort.submissions[0])
    assert snapshot is not None

    assert page_of(cohort.submissions[0]).today.results.answers == signed_answers(snapshot)


def test_the_pages_carry_no_style_or_script_of_their_own(cohort: Published) -> None:
    submission = cohort.submissions[1]
    make_plan(submission, cohort.person_at(submission, Role.COORDINATOR))
    client = client_of(cohort, submission)

    for url in (address(submission), plan(submission)):
        html = client.get(url).content.decode()
        assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", html) == []
