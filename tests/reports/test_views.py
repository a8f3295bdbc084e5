"""The results page and the download: who may see them, and what they carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Submission
from hive.audit.models import Event
from hive.banks.roles import Role
from hive.core.disclosure import PublicStatistic
from reports.charts.figures import two
from reports.models import PublishedStatistic
from reports.scorecard import build
from tests.factories import make_bank, make_user, signed_in
from tests.papers import set_once, words_of
from tests.published import Published, canary_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _papers_set_once() -> Iterator[None]:
    with set_once():
        yield


def page(submission: Submission) -> str:
    return reverse("reports:results", args=[submission.pk])


def download(submission: Submission, language: str) -> str:
    return reverse("reports:scorecard", args=[submission.pk, language])


def executive(cohort: Published, submission: Submission, language: str = "en") -> Client:
    user = cohort.person_at(submission, Role.EXECUTIVE)
    client = signed_in(Client(), user)
    client.cookies["hive_lang"] = language
    return client


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(words_of(pdf)))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE])
def test_a_bank_sees_its_own_results(cohort: Published, role: Role) -> None:
    submission = cohort.submissions[0]
    client = signed_in(Client(), cohort.person_at(submission, role))

    assert client.get(page(submission)).status_code == 200


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEAD_ANALYST])
def test_reviewers_see_every_result(cohort: Published, role: Role) -> None:
    client = signed_in(Client(), make_user(f"{role}@alliance.example", role))

    assert client.get(page(cohort.submissions[5])).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_people_of_the_alliance_see_none(cohort: Published, role: Role) -> None:
    submission = cohort.submissions[0]
    client = signed_in(Client(), make_user(f"{role}@alliance.example", role))

    answers = [client.get(url) for url in (page(submission), download(submission, "en"))]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_contributor_sees_none(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = signed_in(Client(), cohort.person_at(submission, Role.CONTRIBUTOR))

    urls = (page(submission), download(submission, "en"), reverse("reports:current"))

    assert [client.get(url).status_code for url in urls] == [404, 404, 403]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE])
def test_another_bank_sees_none(cohort: Published, role: Role) -> None:
    own, other = cohort.submissions[:2]
    client = signed_in(Client(), cohort.person_at(own, role))

    urls = (page(other), download(other, "zh"), download(other, "en"))

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


def test_a_stranger_is_sent_to_sign_in(client: Client, cohort: Published) -> None:
    answers = [client.get(page(cohort.submissions[0])), client.get(reverse("reports:current"))]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all("/account/login" in answer["Location"] for answer in answers)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.EXECUTIVE, "summary"),
        (Role.APPROVER, "results"),
        (Role.COORDINATOR, "results"),
    ],
)
def test_the_newest_results_are_one_link_away(cohort: Published, role: Role, name: str) -> None:
    submission = cohort.submissions[0]
    client = signed_in(Client(), cohort.person_at(submission, role))

    response = client.get(reverse("reports:current"))

    assert response["Location"] == reverse(f"reports:{name}", args=[submission.pk])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_one_page_says_what_page_one_of_the_pdf_says(cohort: Published, language: str) -> None:
    submission = cohort.submissions[3]
    client = executive(cohort, submission)
    client.cookies["hive_lang"] = language

    text = unescape(client.get(reverse("reports:summary", args=[submission.pk])).content.decode())

    card = build(submission, language=language)
    told = {card.headline.first, card.headline.second, card.lead, card.confidentiality.sentences[0]}
    told |= {part for fact in card.facts for part in (fact.value, fact.note)}
    told |= {figure for row in card.dimensions for figure in (row.own, row.median, row.gap)}
    told |= {move.advice for move in (*card.leads, *card.gaps)}
    assert {each for each in told if each not in text} == set()


def test_an_executive_is_three_clicks_from_the_mail_to_the_pdf(cohort: Published) -> None:
    """The link of the mail, the sign-in, the button."""
    submission = cohort.submissions[3]
    link = reverse("reports:summary", args=[submission.pk])

    stranger = Client().get(link)
    assert stranger["Location"] == f"{reverse('account_login')}?next={link}"
    shown = executive(cohort, submission).get(link).content.decode()
    assert f'class="btn btn-primary" href="{download(submission, "en")}"' in shown


def test_the_place_is_told_by_quarter_and_distance_and_a_rank_never(cohort: Published) -> None:
    sides = set()
    for submission in cohort.submissions[:12]:
        card = build(submission, language="en")
        total, *_parts = card.figures
        note = next(fact.note for fact in card.facts if fact.quarter)
        if total.own.value is None:
            assert note == "No total score"
            continue
        assert isinstance(total.peer, PublicStatistic)
        points = total.own.value - total.peer.upper_quartile
        sides.add("below" if points < 0 else "above")
        assert note.endswith("ranks are not published")
        if points:
            side = "below" if points < 0 else "above"
            assert f"{two(abs(points))} {side} the upper quartile" in note
    assert sides == {"below", "above"}


def test_a_bank_without_results_is_told_when_there_will_be_some(cohort: Published) -> None:
    user = make_user("new@bank.example", Role.EXECUTIVE, bank=make_bank("newcomer"))

    client = signed_in(Client(), user)
    client.cookies["hive_lang"] = "en"

    response = client.get(reverse("reports:current"))

    assert response.status_code == 200
    assert "No results yet" in response.content.decode()


@pytest.mark.one_database
def test_page_pdf_and_stored_figures_agree(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)
    leaf = cohort.publication.members.get(submission=submission).group
    statistics = PublishedStatistic.objects.filter(group=leaf, withheld="")
    medians = [two(median) for median in statistics.values_list("median", flat=True)]
    card = build(submission, language="en")
    own = [row.own for row in card.dimensions]

    html = client.get(page(submission)).content.decode()
    pdf = text_of(client.get(download(submission, "en")).content)

    assert [figure for figure in (*own, *medians) if figure not in html] == []
    assert [figure for figure in (*own, *medians) if figure not in pdf] == []


@pytest.mark.one_database
def test_nothing_of_another_bank_is_in_page_or_pdf(cohort: Published) -> None:
    own, *others = cohort.submissions
    client = executive(cohort, own)
    canaries = {canary_of(each.bank) for each in others}
    canaries |= {name for each in others for name in (each.bank.name_zh, each.bank.name_en)}
    canaries |= {s.sha256[:16] for each in others for s in each.snapshots.all()}
    planted = " ".join(s.content for each in others for s in each.snapshots.all())

    html = client.get(page(own)).content.decode()
    pdfs = "".join(text_of(client.get(download(own, each)).content) for each in ("zh", "en"))

    assert any(canary in planted for canary in canaries)
    spaceless = {re.sub(r"\s", "", canary) for canary in canaries}
    assert [canary for canary in canaries if canary in html] == []
    assert [canary for canary in spaceless if canary in pdfs] == []


def test_a_group_is_chosen_by_a_link(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    html = client.get(page(submission), {"group": "all"}).content.decode()

    assert "42 banks" in html
    assert "scorecard-en.pdf?group=all" in html
    assert client.get(page(submission), {"group": "rural+other_kinds"}).status_code == 404


def test_the_download_has_two_names_and_is_not_kept(cohort: Published) -> None:
    submission = cohort.submissions[0]

    response = executive(cohort, submission).get(download(submission, "zh"))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="scorecard-2025-city-00-zh.pdf"; '
        "filename*=UTF-8''%E6%95%B0%E5%AD%97%E5%8C%96%E6%88%90%E7%86%9F%E5%BA%A6%E8%AF%84%E5%88%86"
        "%E5%8D%A1%202025%20%E8%99%9A%E6%9E%8400%E5%8F%B7%E9%93%B6%E8%A1%8C.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_download_is_on_record(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    client.head(download(submission, "en"))
    client.get(download(submission, "en"))

    (event,) = Event.objects.filter(verb="scorecard.downloaded")
    assert (event.bank, event.detail["language"]) == (submission.bank_id, "en")


def test_there_are_two_languages(cohort: Published) -> None:
    submission = cohort.submissions[0]

    assert executive(cohort, submission).get(download(submission, "fr")).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_results_are_only_read(cohort: Published, method: str) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    answers = [
        getattr(client, method)(url) for url in (page(submission), download(submission, "en"))
    ]

    assert [answer.status_code for answer in answers] == [405, 405]


@pytest.mark.one_database
def test_the_page_carries_no_style_or_script_of_its_own(cohort: Published) -> None:
    html = (
        executive(cohort, cohort.submissions[0]).get(page(cohort.submissions[0])).content.decode()
    )

    # Figures for the charts come as data, which no browser runs.
    run = html.replace('<script type="application/json">', "")
    assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", run) == []


def test_queries_stay_few(cohort: Published, django_assert_max_num_queries) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)
    client.get(page(submission))

    with django_assert_max_num_queries(15):
        client.get(page(submission))
    with django_assert_max_num_queries(15):
        client.get(reverse("reports:current"))


def codes_in_order(html: str) -> list[str]:
    """The indicators of the dot plot's table, from top to bottom."""
    table = html[html.index('id="indicators"') :].partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<td>([A-Z]\d) ", table)


def test_indicators_can_stand_by_their_gap(cohort: Published) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    by_model = client.get(page(submission)).content.decode()
    by_gap = client.get(f"{page(submission)}?order=gap").content.decode()

    card = build(submission, language="en")
    gaps = {row.code: row.gap for group in card.dots.groups for row in group.rows}
    told = [gaps[code] for code in codes_in_order(by_gap)]
    assert codes_in_order(by_model) == list(gaps)
    assert sorted(codes_in_order(by_gap)) == sorted(gaps)
    assert told == sorted(told)
    assert "Furthest behind the peers first" in by_model
    assert "Largest fall since last year first" not in by_model


@pytest.mark.parametrize("asked", ["change", "best", "<b>"])
def test_an_order_without_figures_is_the_models(cohort: Published, asked: str) -> None:
    submission = cohort.submissions[0]
    client = executive(cohort, submission)

    html = client.get(page(submission), {"order": asked}).content.decode()

    assert codes_in_order(html) == [i.code for i in cohort.model.indicators]
