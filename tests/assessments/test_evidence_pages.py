"""The pages of evidence: what they show to whom, what they take, and how files leave them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import workflow
from assessments.attached import items_of
from assessments.models import Cycle, Evidence, Submission
from hive.audit.models import Event
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.core.model import Kind
from tests import evidence, files
from tests.assessments.test_evidence import earlier, people_of
from tests.assessments.typing_in import reading_english
from tests.factories import make_bank, make_user
from tests.hive.documents.test_shelf import a_full_disk
from tests.submissions import World, bring_to, change

pytestmark = pytest.mark.django_db

SANDBOXED = "sandbox"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def browser(user: User) -> Client:
    return reading_english(Client(), user)


@pytest.fixture
def coordinator(world: World) -> Client:
    return browser(world.coordinator)


def address(name: str, submission: Submission, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[submission.pk, *more])


def upload(client: Client, world: World, content: bytes, name: str = "plan.pdf", **more: object):
    data = {"kind": "file", "title": "", "questions": ["S1-Q1"]} | more
    data["file"] = SimpleUploadedFile(name, content)
    return client.post(address("evidence_add", world.submission), data)


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.pdf(), "plan.pdf"),
        (files.package(), "plan.docx"),
        (files.workbook(), "plan.xlsx"),
        (files.picture("PNG"), "plan.png"),
        (files.picture("JPEG"), "plan.jpg"),
    ],
)
def test_a_file_is_added_and_comes_back_as_an_attachment(
    world: World, coordinator: Client, content: bytes, name: str
) -> None:
    added = upload(coordinator, world, content, name)

    (item,) = items_of(world.submission)
    response = coordinator.get(address("evidence_file", world.submission, item.id))
    headers = response.headers
    assert added.status_code == 302
    assert item.title == "plan"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert name in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].split("; ")[-1] == SANDBOXED
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert len(response.getvalue()) == item.row.size


def test_the_kind_is_told_by_content_and_never_by_name(world: World, coordinator: Client) -> None:
    upload(coordinator, world, files.picture("PNG"), "plan.pdf")
    refused = upload(coordinator, world, files.HTML, "plan.pdf")

    assert [item.row.content_type for item in items_of(world.submission)] == ["image/png"]
    assert refused.status_code == 415
    assert "This is not a PDF" in text_of(refused)


def test_the_name_is_proposed_as_the_title_without_what_it_hides(
    world: World, coordinator: Client
) -> None:
    upload(coordinator, world, files.pdf(), "..\\..\\战略\u202efdp.exe.pdf")

    assert [item.title for item in items_of(world.submission)] == ["战略fdp.exe"]


NASTY = [
    'a"; filename="x.html',
    "战略 2026",
    "a\r\nSet-Cookie: x=1",
    "%2e%2e/%00",
    "a/../../b",
    "’“”",
]


@pytest.mark.one_database
@pytest.mark.parametrize("title", NASTY)
def test_no_title_breaks_out_of_the_header(world: World, coordinator: Client, title: str) -> None:
    upload(coordinator, world, files.pdf(), title=title)

    (item,) = items_of(world.submission)
    response = coordinator.head(address("evidence_file", world.submission, item.id))
    response.getvalue()
    disposition = response.headers["Content-Disposition"]
    plain, full = re.fullmatch(
        r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w.~%-]+)", disposition
    ).groups()
    assert plain == f"evidence-{str(item.id)[:8]}.pdf"
    assert unquote(full) == f"{item.title}.pdf"


def test_previews_are_pictures_of_our_own_making(world: World, coordinator: Client) -> None:
    upload(coordinator, world, files.pdf("one", "two"))

    (item,) = items_of(world.submission)
    pages = [
        coordinator.get(address("evidence_preview", world.submission, item.id, page))
        for page in (0, 1, 2, 3)
    ]
    assert [page.status_code for page in pages] == [404, 200, 200, 404]
    assert pages[1].headers["Content-Type"] == "image/png"
    assert BytesIO(pages[1].getvalue()).read(4) == b"\x89PNG"
    pages[2].getvalue()
    page = text_of(coordinator.get(address("evidence", world.submission)))
    assert address("evidence_preview", world.submission, item.id, 1) in page


def test_word_and_excel_say_that_they_have_no_preview(world: World, coordinator: Client) -> None:
    upload(coordinator, world, files.package())

    assert "No preview" in text_of(coordinator.get(address("evidence", world.submission)))


def test_a_refused_form_keeps_what_was_typed(world: World, coordinator: Client) -> None:
    response = upload(
        coordinator, world, files.pdf(), title="T" * 201, questions=[], link="http://a b"
    )

    page = text_of(response)
    assert response.status_code == 422
    assert "T" * 201 in page
    assert "Tick at least one question." in page
    assert "Choose the file again" in page
    assert "http://a b" in page
    assert Evidence.objects.count() == 0


def test_a_file_above_the_limit_is_refused_with_the_limit(
    world: World, coordinator: Client, settings
) -> None:
    settings.HIVE_EVIDENCE_FILE_BYTES = 100_000

    response = upload(coordinator, world, b"x" * 300_000)

    assert response.status_code == 413
    assert "97.7" in text_of(response)
    assert "293.0" in text_of(response)


def test_a_full_disk_while_receiving_is_said_and_kills_nothing(
    world: World, coordinator: Client
) -> None:
    address_of_form = address("evidence_add", world.submission)
    data = {"kind": "file", "title": "Plan", "questions": ["S1-Q1"]}

    with a_full_disk():
        response = coordinator.post(
            address_of_form, data | {"file": SimpleUploadedFile("a.pdf", files.pdf() * 30)}
        )

    assert response.status_code == 507
    assert "The server has no room" in text_of(response)
    assert "Plan" in text_of(response)


def test_the_room_of_all_files_is_said(world: World, coordinator: Client, settings) -> None:
    settings.HIVE_EVIDENCE_TOTAL_BYTES = 100

    response = upload(coordinator, world, files.pdf(), title="Plan")

    assert response.status_code == 409
    assert "All files of a questionnaire together" in text_of(response)


LINKS = [
    "javascript:alert(1)", "javascript://a/%0aalert(1)", "data:text/html,x", "ftp://a.example",
    "//a.example", "http://", "https://bank@evil.example/", "https://a.example/\u202e", "a.example",
]  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_only_web_addresses_are_links(world: World, coordinator: Client, link: str) -> None:
    data = {"kind": "link", "link": link, "title": "Report", "questions": ["S1-Q1"]}

    response = coordinator.post(address("evidence_add", world.submission), data)

    assert response.status_code == 422
    assert "begins with http" in text_of(response)


def test_a_link_shows_where_it_leads_and_tells_nobody(world: World, coordinator: Client) -> None:
    link = "https://reports.example/2025?x=<b>"
    data = {"kind": "link", "link": link, "title": "Report", "questions": ["S1-Q1"]}
    coordinator.post(address("evidence_add", world.submission), data)

    page = text_of(coordinator.get(address("evidence", world.submission)))

    assert "Leads to reports.example" in page
    assert 'href="https://reports.example/2025?x=&lt;b&gt;"' in page
    assert 'rel="noopener noreferrer nofollow"' in page


@pytest.mark.parametrize("kind", ["link", "statement"])
def test_texts_need_a_title_and_a_text(world: World, coordinator: Client, kind: str) -> None:
    data = {"kind": kind, "questions": ["S1-Q1"]}

    response = coordinator.post(address("evidence_add", world.submission), data)

    assert response.status_code == 422
    assert "Say what this is" in text_of(response)


def test_the_form_opens_with_the_question_it_came_from(world: World, coordinator: Client) -> None:
    page = text_of(coordinator.get(address("evidence_add", world.submission) + "?question=S1-Q2"))

    ticked = re.findall(r'name="questions" value="([^"]+)" id="[^"]+" checked', page)
    assert ticked == ["S1-Q2"]


def test_title_and_questions_can_be_changed(world: World, coordinator: Client) -> None:
    item = evidence.add_statement(world.submission, world.coordinator)
    path = address("evidence_change", world.submission, item.pk)

    wrong = coordinator.post(path, {"title": "", "questions": ["S1-Q2"]})
    right = coordinator.post(path, {"title": "Better", "questions": ["S1-Q2", "T1-Q1"]})

    (found,) = items_of(world.submission)
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (found.title, found.codes) == ("Better", ("S1-Q2", "T1-Q1"))


def test_removing_is_shown_as_a_tombstone(world: World, coordinator: Client) -> None:
    item = evidence.add_file(world.submission, world.coordinator, title="Plan")

    coordinator.post(address("evidence_remove", world.submission, item.pk))

    page = text_of(coordinator.get(address("evidence", world.submission)))
    gone = coordinator.get(address("evidence_file", world.submission, item.pk))
    assert "Plan, removed by Coordinator" in page
    assert "None yet." in page
    assert gone.status_code == 404


@pytest.mark.parametrize("state", ["awaiting_signoff", "submitted"])
def test_a_locked_submission_refuses_and_keeps_the_text(
    world: World, coordinator: Client, state: str
) -> None:
    item = evidence.add_statement(world.submission, world.coordinator)
    bring_to(world, state)
    data = {"kind": "statement", "statement": "Typed late", "title": "T", "questions": ["S1-Q1"]}

    added = coordinator.post(address("evidence_add", world.submission), data)
    others = [
        coordinator.post(address("evidence_remove", world.submission, item.pk)).status_code,
        coordinator.post(
            address("evidence_change", world.submission, item.pk),
            {"title": "New", "questions": ["S1-Q1"]},
        ).status_code,
    ]

    assert added.status_code == 409
    assert "Typed late" in text_of(added)
    assert others == [409, 409]
    assert [i.title for i in items_of(world.submission)] == ["Declaration"]


def status_for(client: Client, path: str) -> int:
    response = client.get(path)
    # Closing a response that is sent in pieces would close the test's connection as well.
    response.getvalue()
    return response.status_code


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_who_may_open_a_file(world: World, state: str) -> None:
    item = evidence.add_file(world.submission, world.coordinator)
    bring_to(world, state)
    path = address("evidence_file", world.submission, item.pk)
    picture = address("evidence_preview", world.submission, item.pk, 1)

    clients = {role: browser(user) for role, user in people_of(world).items()}

    found = {role: status_for(client, path) for role, client in clients.items()}

    reviewers = 200 if state == "submitted" else 404
    assert found == {
        "coordinator": 200,
        "contributor": 404,
        "approver": 200,
        "executive": 403,
        "analyst": reviewers,
        "lead_analyst": reviewers,
        "administrator": 404,
        "auditor": 404,
    }
    assert {role: status_for(client, picture) for role, client in clients.items()} == found


def test_a_peer_finds_nothing(world: World) -> None:
    item = evidence.add_file(world.submission, world.coordinator)
    bank = make_bank("other")
    peer = browser(make_user("c@other.example", Role.COORDINATOR, bank=bank))
    theirs = Submission.objects.create(
        bank=bank, cycle=world.cycle, state_since=world.submission.state_since
    )

    found = {
        peer.get(address(name, submission, item.pk, *more)).status_code
        for submission in (world.submission, theirs)
        for name, *more in (("evidence_file",), ("evidence_preview", 1), ("evidence_change",))
    }

    assert found == {404}


def test_a_contributor_reads_the_evidence_of_own_sections(world: World) -> None:
    dimensions = {d.code: d for d in world.cycle.edition.dimensions.all()}
    own = evidence.add_file(world.submission, world.coordinator, title="Own", codes={"S1-Q1"})
    other = evidence.add_file(world.submission, world.coordinator, title="Hid", codes={"T1-Q1"})
    workflow.assign(world.submission, dimensions["S"], world.contributor, by=world.coordinator)
    client = browser(world.contributor)

    page = text_of(client.get(address("evidence", world.submission)))
    files_found = [
        client.get(address("evidence_file", world.submission, item.pk)) for item in (own, other)
    ]

    assert ("Own" in page, "Hid" in page) == (True, False)
    assert [response.status_code for response in files_found] == [200, 404]
    files_found[0].getvalue()


def test_analysts_read_what_was_signed_and_not_what_changed_since(world: World) -> None:
    signed = evidence.add_file(world.submission, world.coordinator, title="Signed")
    bring_to(world, "returned")
    workflow.remove_evidence(signed, by=world.coordinator)
    new = evidence.add_file(world.submission, world.coordinator, title="Unsigned")
    client = browser(world.analyst)

    page = text_of(client.get(f"/admin/assessments/submission/{world.submission.pk}/change/"))
    found = [
        client.get(address("evidence_file", world.submission, item.pk)) for item in (signed, new)
    ]

    assert ("Signed</a>" in page, "Unsigned" in page) == (True, False)
    assert [response.status_code for response in found] == [200, 404]
    found[0].getvalue()


def test_a_download_is_on_record(world: World, coordinator: Client) -> None:
    item = evidence.add_file(world.submission, world.coordinator)

    coordinator.get(address("evidence_file", world.submission, item.pk)).getvalue()

    event = Event.objects.get(verb="evidence.downloaded")
    assert (event.subject, event.actor, event.detail) == (
        str(item.pk), world.coordinator.pk, {},
    )  # fmt: skip


def test_last_years_evidence_comes_by_a_tick_only(world: World, coordinator: Client) -> None:
    (item,) = items_of(earlier(world))
    path = address("evidence_earlier", world.submission)

    shown = text_of(coordinator.get(path))
    without = coordinator.post(path, {})
    assert items_of(world.submission) == ()
    taken = coordinator.post(path, {"item": [str(item.id)]})

    assert f'value="{item.id}"' in shown
    assert (without.status_code, taken.status_code) == (422, 302)
    assert [i.title for i in items_of(world.submission)] == ["Plan"]
    assert "Already taken over." in text_of(coordinator.get(path))


def answer_one(world: World, kind: Kind, value: object) -> str:
    model = model_of(world.cycle.edition)
    question = next(q for q in model.scored if q.kind is kind)
    answer = Answer(State.ANSWERED, value)
    workflow.save_answers(
        world.submission, [change(world.submission, question.code, answer)], by=world.coordinator
    )
    return question.code


def test_missing_evidence_is_counted_wherever_the_bank_looks(
    world: World, coordinator: Client
) -> None:
    code = answer_one(world, Kind.LEVEL, 4)
    slug = model_of(world.cycle.edition).homes[code][0].slug
    pages = [
        address("section", world.submission, slug),
        address("tasks", world.submission),
        address("check", world.submission),
        address("evidence", world.submission),
    ]

    before = [text_of(coordinator.get(path)) for path in pages]
    evidence.add_statement(world.submission, world.coordinator, codes={code})
    after = [text_of(coordinator.get(path)) for path in pages]

    sentence = "Evidence is missing for 1 answer."
    assert [sentence in page for page in before] == [True] * 4
    assert [sentence in page for page in after] == [False] * 4
    assert "Evidence missing" in before[0]
    assert "Declaration" in after[0]


def test_missing_evidence_does_not_block_the_signature(world: World) -> None:
    submission = bring_to(world, "submitted")

    assert submission.state == "submitted"


def test_the_queue_and_the_review_page_count_what_is_missing(world: World) -> None:
    evidence.add_file(world.submission, world.coordinator, title="Plan")
    analyst = browser(world.analyst)
    queue = "/admin/assessments/submission/"

    before = text_of(analyst.get(queue))
    bring_to(world, "submitted")
    after = text_of(analyst.get(queue))
    page = text_of(analyst.get(f"{queue}{world.submission.pk}/change/"))

    column = r'class="field-evidence_missing[^"]*">([^<]*)<'
    (count,) = re.findall(column, after)
    assert re.findall(column, before) == ["—"]
    assert int(count) > 0
    assert f"Evidence is missing for {count} answers." in page
    assert "Plan" in page
    assert 'loading="lazy"' in page


def test_an_open_page_of_a_published_cycle_still_lists_the_evidence(
    world: World, coordinator: Client
) -> None:
    evidence.add_file(world.submission, world.coordinator, title="Plan")
    bring_to(world, "submitted")
    Cycle.objects.update(state="published")

    page = text_of(coordinator.get(address("evidence", world.submission)))

    assert "Plan" in page
    assert "Remove<" not in page


def test_more_evidence_takes_no_more_queries(world: World, coordinator: Client) -> None:
    reviewer = browser(world.analyst)
    evidence.add_file(world.submission, world.coordinator)
    bank_pages = [
        address("section", world.submission, "strategy"),
        *(address(name, world.submission) for name in ("tasks", "check", "evidence")),
    ]
    review = [f"/admin/assessments/submission/{world.submission.pk}/change/"]

    few = queries_of(coordinator, bank_pages)
    for _ in range(4):
        evidence.add_file(world.submission, world.coordinator)
    many = queries_of(coordinator, bank_pages)
    bring_to(world, "submitted")
    review_pages = queries_of(reviewer, ["/admin/assessments/submission/", *review])

    assert many == few
    assert max(many + review_pages) <= 15


def queries_of(client: Client, paths: list[str]) -> list[int]:
    """How many queries each page takes, once the caches of the process are filled."""
    counts = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    return counts
