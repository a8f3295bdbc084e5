"""Comments: who reads, who writes, who resolves, and that the alliance never sees a bank's own."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Comment
from assessments.workflow import Incomplete, NotAllowed
from hive.banks.models import User
from hive.banks.roles import ALLIANCE_ROLES, BANK_ROLES, Role
from hive.catalogue.models import Question
from hive.post.models import OutboxMail
from tests.assessments.typing_in import reading_english, section_url
from tests.factories import make_bank, make_user, signed_in
from tests.routes import Route, every_route
from tests.submissions import World, bring_to
from tests.test_isolation import address_in

pytestmark = pytest.mark.django_db

CANARY = "canary-within-the-bank"
ACROSS = "canary-for-the-alliance"


@pytest.fixture
def world(world: World) -> World:
    """The contributor has D."""
    row = world.cycle.edition.dimensions.get(code="D")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)
    return world


def question(world: World, code: str = "D1-Q1") -> Question:
    return world.cycle.edition.questions.get(code=code)


def write(world: World, by: User, text: str = "Why?", code: str = "D1-Q1", **more: bool) -> Comment:
    return workflow.comment(world.submission, question(world, code), by=by, text=text, **more)


def address(world: World, code: str = "D1-Q1", page: str = "comments") -> str:
    return reverse(f"assessments:{page}", args=[world.submission.pk, code])


MAY_WRITE = {
    ("draft", False): {Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER},
    ("draft", True): {Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER},
    ("submitted", False): {Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER},
    ("submitted", True): {
        Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER, Role.ANALYST, Role.LEAD_ANALYST
    },
}  # fmt: skip


@pytest.mark.parametrize(("state", "to_alliance"), MAY_WRITE)
def test_only_the_declared_roles_write(world: World, state: str, to_alliance: bool) -> None:
    bring_to(world, state)
    world.submission.refresh_from_db()

    wrote = set()
    for role in Role:
        try:
            write(world, world.person(role), to_alliance=to_alliance)
        except NotAllowed:
            continue
        wrote.add(role)

    assert wrote == MAY_WRITE[state, to_alliance]


def test_a_contributor_talks_about_own_sections_only(world: World) -> None:
    write(world, world.coordinator, code="S1-Q1")

    with pytest.raises(NotAllowed):
        write(world, world.contributor, code="S1-Q1")

    assert not Comment.objects.visible_to(world.contributor).exists()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(world: World, text: str) -> None:
    with pytest.raises(Incomplete):
        write(world, world.coordinator, text)


def test_only_analysts_read_the_thread_and_only_once_it_is_signed(world: World) -> None:
    write(world, world.coordinator, to_alliance=True)
    early = Comment.objects.visible_to(world.analyst).count()

    bring_to(world, "submitted")

    assert (early, Comment.objects.visible_to(world.analyst).count()) == (0, 1)


def test_no_comment_within_a_bank_leaks(world: World) -> None:
    """The bank meets both canaries, reviewers one of them, everybody else neither."""
    bring_to(world, "submitted")
    world.submission.refresh_from_db()
    write(world, world.coordinator, CANARY)
    write(world, world.coordinator, ACROSS, to_alliance=True)
    other = make_bank("other")
    people = {role: world.person(role) for role in ALLIANCE_ROLES}
    people |= {f"own {role}": world.person(role) for role in BANK_ROLES}
    strangers = [make_user(f"{r}@other.example", r, bank=other) for r in BANK_ROLES]
    people |= {f"other {user}": user for user in strangers}

    met = {who: canaries_met(world, person) for who, person in people.items()}

    both = {CANARY, ACROSS}
    expected = {f"own {r}": both for r in (Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER)}
    expected |= {role: {ACROSS} for role in (Role.ANALYST, Role.LEAD_ANALYST)}
    assert {who: found for who, found in met.items() if found} == expected


def canaries_met(world: World, person: User) -> set[str]:
    client = signed_in(Client(raise_request_exception=False), person)
    texts = [client.get(address(world)).content.decode(errors="replace")]
    if person.is_at_alliance:
        paths = [address_in(route, world.submission) for route in every_route() if tells(route)]
        texts += [client.get(path).content.decode(errors="replace") for path in paths]
    else:
        texts += [client.get(path).content.decode() for path in pages_of(world)]
    return {canary for canary in (CANARY, ACROSS) if any(canary in text for text in texts)}


def tells(route: Route) -> bool:
    """Whether a page of the alliance could say something of a submission, its mail or its log."""
    return route.name.startswith(("admin:assessments_submission", "admin:post", "banks:audit"))


def pages_of(world: World) -> list[str]:
    names = ("tasks", "check", "receipt", "assignments")
    pages = [reverse(f"assessments:{name}", args=[world.submission.pk]) for name in names]
    return ["/", section_url(world.submission, "data"), *pages]


def test_a_comment_is_mailed_once_to_those_concerned(world: World) -> None:
    write(world, world.approver)
    write(world, world.coordinator)

    mails = OutboxMail.objects.filter(template="comment").order_by("created_at")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(
        [
            *[world.coordinator.email, world.contributor.email],
            *[world.approver.email, world.contributor.email],
        ]
    )


def test_an_analyst_and_a_bank_write_to_each_other(world: World) -> None:
    bring_to(world, "submitted")
    world.submission.refresh_from_db()

    write(world, world.analyst, "On what data?", to_alliance=True)
    write(world, world.contributor, "On the ledger.", to_alliance=True)

    told = OutboxMail.objects.filter(template="comment").order_by("created_at", "recipient")
    links = {mail.recipient: "/admin/" in mail.body for mail in told}
    assert links == {
        world.coordinator.email: False,
        world.contributor.email: False,
        world.analyst.email: True,
    }


def test_comments_are_written_and_resolved_without_javascript(world: World, client: Client) -> None:
    reading_english(client, world.contributor)

    empty = client.post(address(world), {"bank-text": " "})
    client.post(address(world), {"bank-text": "Is 2025 meant?"})
    (comment,) = world.submission.comments.all()
    reading_english(client, world.coordinator)
    section = client.get(section_url(world.submission, "data")).content.decode()
    tasks = client.get(world.submission.get_absolute_url()).content.decode()
    client.post(address(world, page="resolve_comments"), {"seen": [str(comment.pk), "nonsense"]})
    page = client.get(address(world)).content.decode()

    comment.refresh_from_db()
    assert (empty.status_code, comment.to_alliance) == (422, False)
    assert section.count("1 open comment<") == tasks.count("1 open comment<") == 1
    assert comment.resolved_by == world.coordinator
    assert f"Resolved by {world.coordinator}, today" in page
    assert (
        "1 open comment<" not in client.get(section_url(world.submission, "data")).content.decode()
    )


def test_nobody_resolves_what_they_cannot_read(world: World) -> None:
    comment = write(world, world.coordinator)

    done = workflow.resolve_comments(world.submission, [comment.pk], by=world.analyst)

    assert (done, Comment.objects.get().resolved_at) == ([], None)


def test_an_analyst_writes_and_resolves_in_the_review_page(world: World, client: Client) -> None:
    bring_to(world, "submitted")
    reading_english(client, world.analyst)
    page = reverse("admin:assessments_submission_change", args=[world.submission.pk])
    act = page.replace("change/", "act/")

    client.post(f"{act}comment/", {"question": "D1-Q1", "text": "On what data?"})
    comment = world.submission.comments.get()
    shown = client.get(page).content.decode()
    client.post(f"{act}resolve/", {"comments": [str(comment.pk)]})

    comment.refresh_from_db()
    assert ("On what data?" in shown, comment.to_alliance) == (True, True)
    assert comment.resolved_by == world.analyst


@pytest.mark.parametrize("columns", [{"text": ""}, {"resolved_at": timezone.now()}])
def test_the_database_keeps_comments_whole(world: World, columns: object) -> None:
    write(world, world.coordinator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(**columns)
