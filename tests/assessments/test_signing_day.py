"""The day of the signature: from the mail to the receipt, beside last year, before the deadline."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from assessments import workflow
from assessments.models import Answer as Row
from assessments.models import Submission
from assessments.queries import answers_of
from assessments.workflow import Incomplete, NotAllowed
from hive.audit.models import Event
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.post.models import OutboxMail
from tests.assessments.reviewing import do
from tests.assessments.typing_in import reading_english, section_url
from tests.factories import PASSWORD, current_code, make_user
from tests.submissions import World, answer_all, bring_to, open_cycle

pytestmark = pytest.mark.django_db


def test_three_clicks_lead_from_the_mail_to_the_signature(world: World, client: Client) -> None:
    """The link, the password, the code: then the page itself, with one button and one sentence."""
    approver = make_user("boss@yunting.example", Role.APPROVER, bank=world.bank, password=PASSWORD)
    submission = bring_to(world, "awaiting_signoff")
    mail = OutboxMail.objects.get(template="signature_requested", recipient=approver.email)
    (link,) = re.findall(r"http\S+/sign/", mail.body)

    entrance = client.get(urlsplit(link).path)
    password = client.post(entrance["Location"], {"login": approver.email, "password": PASSWORD})
    code = client.post(password["Location"], {"code": current_code(approver)})

    assert code["Location"] == reverse("assessments:sign", args=[submission.pk])
    shown = client.get(code["Location"]).content.decode()
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert main.count("btn-primary") == 1
    assert main.count("<h1") == 1
    last_words = main[: main.index("btn-primary")][-400:]
    assert "签署即提交" in last_words or "Signing submits" in last_words


def next_year(world: World) -> Submission:
    """The same answers a year later, but for one that rose and one that is not known."""
    bring_to(world, "submitted")
    before = answers_of(world.submission)
    following = open_cycle(world.cycle.edition, world.lead, 2027)
    submission = Submission.objects.get(bank=world.bank, cycle=following)
    levels = [q.code for q in model_of(world.cycle.edition).scored if q.kind == "level"]
    low = next(code for code in levels if before[code].value in (1, 2, 3, 4))
    other = next(code for code in levels if code != low and before[code].value != 1)
    changed = {
        low: Answer(State.ANSWERED, int(str(before[low].value)) + 1),
        other: Answer(State.DONT_KNOW),
    }
    world.submission = submission
    answer_all(world, {**before, **changed})
    workflow.request_signoff(submission, by=world.coordinator)
    return submission


def test_the_approver_sees_what_changed_since_last_year(world: World, client: Client) -> None:
    submission = next_year(world)
    reading_english(client, world.approver)

    response = client.get(reverse("assessments:sign", args=[submission.pk]))

    page = response.context["page"]
    shown = response.content.decode()
    assert page.previous_year == "2026"
    assert len(page.changes) == 2
    assert {row.now for row in page.changes} > {"Don't know"}
    assert "2 answers differ from 2026" in shown
    total, before = Decimal(page.total), Decimal(page.before)
    assert page.change == f"{total - before:+}".replace("-", "\N{MINUS SIGN}")


def test_without_a_year_before_nothing_is_compared(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)

    response = client.get(reverse("assessments:sign", args=[submission.pk]))

    assert (response.context["page"].previous_year, response.context["page"].changes) == ("", ())
    assert "differ from" not in response.content.decode()


def test_a_late_save_is_refused_and_what_was_typed_stays(
    world: World, client: Client, time_machine: TimeMachineFixture
) -> None:
    row = world.cycle.edition.dimensions.get(code="S")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)
    question = next(
        q for q in model_of(world.cycle.edition).dimensions[0].questions if q.na_allowed
    )
    reason = "Typed in the very last minute."
    typed = {f"{question.code}.choice": ["-na"], f"{question.code}.reason": reason}
    time_machine.move_to(world.cycle.closes_at, tick=False)
    reading_english(client, world.contributor)

    response = client.post(section_url(world.submission, "strategy"), typed)

    shown = response.content.decode()
    assert response.status_code == 409
    assert "Answers cannot be changed now" in shown
    assert reason in shown
    assert not Row.objects.exists()


def test_sending_back_says_why_on_the_page_and_in_the_mail(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")

    workflow.send_back(submission, by=world.approver, reason="Check S1-Q1 & S1-Q2.")

    mail = OutboxMail.objects.get(template="sent_back")
    reading_english(client, world.coordinator)
    assert mail.recipient == world.coordinator.email
    assert "Check S1-Q1 & S1-Q2." in mail.body
    assert "did not sign: Check S1-Q1 &amp; S1-Q2." in client.get("/").content.decode()


def in_days(world: World, days: int) -> object:
    return world.cycle.closes_at + timedelta(days=days)


def test_all_banks_get_more_time_in_one_act_and_one_mail_each(world: World) -> None:
    until = in_days(world, 7)

    first = workflow.extend_all(world.cycle, by=world.lead, until=until)
    again = workflow.extend_all(world.cycle, by=world.lead, until=until)
    longer = workflow.extend_all(world.cycle, by=world.lead, until=in_days(world, 9))

    world.submission.refresh_from_db()
    assert (first, again, longer) == (1, 0, 1)
    assert world.submission.extended_until == in_days(world, 9)
    mails = OutboxMail.objects.filter(template="extended").values_list("recipient", flat=True)
    assert list(mails) == [world.coordinator.email] * 2
    assert Event.objects.filter(verb="cycle.extended").count() == 3


def test_what_is_with_the_alliance_gets_no_more_time(world: World) -> None:
    submission = bring_to(world, "submitted")

    assert workflow.extend_all(world.cycle, by=world.lead, until=in_days(world, 7)) == 0

    submission.refresh_from_db()
    assert submission.extended_until is None


@pytest.mark.parametrize("days", [-60, -1])
def test_more_time_lies_ahead_and_after_the_cycle(world: World, days: int) -> None:
    with pytest.raises(Incomplete):
        workflow.extend_all(world.cycle, by=world.lead, until=in_days(world, days))


def test_only_a_lead_analyst_gives_everybody_more_time(world: World) -> None:
    person: User = world.analyst
    with pytest.raises(NotAllowed):
        workflow.extend_all(world.cycle, by=person, until=in_days(world, 7))


def test_the_lead_analyst_does_it_on_the_page_of_the_cycle(world: World) -> None:
    day = (timezone.localdate(world.cycle.closes_at) + timedelta(days=7)).isoformat()

    do(world.lead, world.cycle, "extend", until=day)

    world.submission.refresh_from_db()
    assert world.submission.extended_until is not None
    assert timezone.localdate(world.submission.extended_until).isoformat() > day
