"""Who sees what, told from the matrix of addresses that the tests of isolation ask one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hive.banks.roles import Role
from tests.named import ROOT
from tests.routes import open_to

DOCUMENT = ROOT / "docs" / "security" / "who-sees-what.md"
# A kind of data and the addresses that show it. Where they differ, the cell says which.
KINDS: Mapping[str, Sequence[str]] = {
    "State of every bank's questionnaire": ["admin:assessments_submission_changelist"],
    "Answers while they are filled in": ["assessments:section", "assessments:history"],
    "Profile and further questions of the bank": ["assessments:profile", "assessments:unscored"],
    "Comments on questions": ["assessments:comments"],
    "Evidence (list while filling in)": ["assessments:evidence"],
    "Evidence (the file itself)": ["assessments:evidence_file", "assessments:evidence_preview"],
    "Scan of the sealed page": ["assessments:sealed_page_file"],
    "Receipt of the signature": ["assessments:receipt"],
    "Signed answers in the review": ["admin:assessments_submission_change"],
    "Scores, place among peers, scorecard": ["reports:results", "reports:scorecard"],
    "Results as a workbook": ["reports:workbook"],
    "What-if": ["reports:what_if"],
    "Improvement plan": ["reports:plan"],
    "Articles of the regulation with scores and evidence": ["reports:coverage"],
    "Publications and their groups": ["admin:reports_publication_changelist"],
    "Colleagues of the own bank: name, e-mail, role": ["banks:people"],
    "Every account, role and invitation": [
        "admin:banks_user_changelist",
        "admin:banks_membership_changelist",
        "admin:banks_invitation_changelist",
    ],
    "Mail in the outbox (recipient, kind, state)": ["admin:post_outboxmail_changelist"],
    "The audit log, without values": ["banks:audit", "banks:audit_export"],
    "The own account": ["banks:account"],
    "Whether a scorecard's code is genuine": ["public:verify"],
}
NARROWED = """\
What is shown there is narrowed further, by the query sets named here:

- A person of a bank reaches rows of the own bank only, whatever the page
  (`tests/test_isolation.py::test_only_the_declared_answer`; for figures, files and the API
  `tests/test_canaries.py::test_a_bank_meets_no_canary_of_another`).
- A contributor reads questions, evidence and comments of the own sections only
  (`Submission.may_read`, `Comment.visible_to`;
  `tests/assessments/test_evidence_pages.py::test_a_contributor_reads_the_evidence_of_own_sections`,
  `tests/assessments/test_views_filling.py::test_a_contributor_opens_and_saves_assigned_sections_only`).
- Analysts and lead analysts read answers, evidence and comments written to the alliance from the
  signature on, and what was signed only
  (`tests/assessments/test_admin_review.py::test_unsigned_answers_are_nowhere_in_the_admin`,
  `tests/assessments/test_admin_review.py::test_changes_after_a_return_stay_with_the_bank_until_signed`,
  `tests/assessments/test_comments.py::test_only_analysts_read_the_thread_and_only_once_it_is_signed`).
- Results are shown once the answers are signed, figures of peers once they are released
  (`tests/reports/test_unpublished.py::test_a_prepared_publication_shows_nothing`).
- Administrators and auditors see no answers and no results
  (`tests/reports/test_views.py::test_other_people_of_the_alliance_see_none`).
- A controlling bank sees no more of its banks than any other
  (`tests/hive/banks/test_visibility.py::test_a_controlling_bank_sees_no_more_than_itself`).
"""


def readers(kind: str) -> Mapping[str, str]:
    """The cell of each role: whether all of the addresses open, some, or none."""
    opened = [open_to(name) for name in KINDS[kind]]
    if None in opened:
        raise LookupError(f"an address that nobody has declared: {KINDS[kind]}")
    cells = {}
    for role in Role:
        count = sum(role in (roles or ()) for roles in opened)
        cells[role] = "yes" if count == len(opened) else "some" if count else "–"
    return cells


def table() -> str:
    """The whole document."""
    heads = [str(role.label) for role in Role]
    lines = [
        "# Who sees what",
        "",
        "Written by `make promises` from the matrix in `tests/routes.py`, which",
        "`tests/test_isolation.py` asks address by address; not to be edited by hand.",
        "",
        "**yes**: every page that shows it opens. **–**: none does.",
        "",
        f"| | {' | '.join(heads)} |",
        f"|---|{'---|' * len(heads)}",
        *(f"| {kind} | {' | '.join(readers(kind).values())} |" for kind in KINDS),
        "",
        NARROWED,
    ]
    return "\n".join(lines)
