"""Banks with names that break careless writers: on paper, in workbooks, the API, files and mail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.plugin import DjangoDbBlocker

from hive.banks.roles import Role
from hive.banks.workflow import change_bank
from hive.documents.sheets.names import unescape
from hive.post.models import OutboxMail
from hive.post.outbox import post
from reports.api.payload import result_tree
from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from reports.scorecard.workbook import scorecard_workbook
from tests import inked, laws
from tests.factories import make_user, signed_in
from tests.inked import spaceless
from tests.published import Published, published_cycle, standing
from tests.reports.hostile import NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module")
def cohort(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Published]:
    """A published cycle of twelve banks."""
    with standing(django_db_blocker):
        yield published_cycle(kinds={"city": 12})


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest, cohort: Published) -> Published:
    """The first bank is given the name in both languages, as the administrator gives it."""
    bank, name = cohort.submissions[0].bank, NAMES[request.param]
    administrator = make_user("administrator@alliance.example", Role.ADMINISTRATOR)
    change_bank(bank, name_zh=name, name_en=name, by=administrator)
    bank.refresh_from_db()
    return cohort


def test_nothing_in_a_name_is_unseen_or_turns_the_line(named: Published) -> None:
    name = named.submissions[0].bank.name_en

    assert name.isprintable()
    assert len(name) >= 4


def test_a_name_is_told_whole_on_paper(named: Published) -> None:
    submission = named.submissions[0]
    name = submission.bank.name_en

    paper = inked.read(scorecard_pdf(build(submission, language="en"), is_one_page=True))

    signs = "".join(letter.sign for letter in paper.pages[0].letters)
    assert spaceless(name) in signs
    assert laws.faults_of(paper) == []


def test_a_name_is_a_text_in_workbook_and_api(named: Published) -> None:
    submission = named.submissions[0]
    name = submission.bank.name_en
    card = build(submission, language="en")

    book = load_workbook(BytesIO(scorecard_workbook(card)))
    told = json.loads(json.dumps(result_tree(submission, card)))

    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert name in {unescape(str(cell.value)) for cell in cells}
    assert told["bank"]["name"] == name


def test_a_file_is_named_once_and_as_the_bank_is(named: Published) -> None:
    submission = named.submissions[0]
    client = signed_in(Client(), named.person_at(submission, Role.EXECUTIVE))

    response = client.head(reverse("reports:workbook", args=[submission.pk, "en"]))

    told = response["Content-Disposition"]
    plain, _between, full = told.partition("; filename*=UTF-8''")
    assert told.isascii()
    assert told.isprintable()
    assert plain.count('"') == 2
    assert submission.bank.name_en in unquote(full)


def test_a_mail_has_the_name_in_its_text_alone(named: Published) -> None:
    submission = named.submissions[0]
    person = named.person_at(submission, Role.EXECUTIVE)
    context = {"cycle": submission.cycle, "bank": submission.bank, "link": "http://localhost/"}

    post(f"test:{submission.bank.name_en}", "published", person, context=context)

    mail = OutboxMail.objects.latest("pk")
    assert submission.bank.name_en in mail.body
    assert len(mail.subject.splitlines()) == 1
