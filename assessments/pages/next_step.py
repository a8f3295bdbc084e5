"""The one sentence that says what a person is to do next, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import SectionStage, SubmissionState
from assessments.moments import day
from assessments.pages.dossier import Dossier
from assessments.pages.progress import section_url
from assessments.pages.team import Team, listed
from assessments.sections import may_be_confirmed
from assessments.wording import localized
from hive.banks.roles import Role
from hive.core.completeness import progress, required
from hive.core.model import Dimension, Question


@dataclass(frozen=True, slots=True)
class Act:
    """Something to press."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is next: a sentence, the deadline where there is one, and what to press first."""

    sentence: str
    deadline: str = ""
    first: Act | None = None
    others: tuple[Act, ...] = ()


def next_step(dossier: Dossier, team: Team) -> NextStep:
    """Say what the person's next step is in the present state of the submission."""
    return _STEPS[dossier.state](dossier, team)


def _filling(dossier: Dossier, team: Team) -> NextStep:
    if not dossier.is_editable:
        return _closed(dossier, team)
    if dossier.is_coordinator:
        return _coordinating(dossier, team)
    if Role.CONTRIBUTOR in dossier.roles:
        return _contributing(dossier, team)
    if dossier.is_approver:
        sentence = _("The questionnaire is being filled in; you will be asked to sign by mail.")
        return NextStep(sentence, dossier.due, _open_tasks(dossier))
    return _reading(dossier, team)


def _closed(dossier: Dossier, team: Team) -> NextStep:
    cycle = dossier.submission.cycle
    if dossier.now < cycle.opens_at:
        return NextStep(
            _("The questionnaire opens on %(day)s.") % {"day": day(cycle.opens_at)},
            first=_open_tasks(dossier),
        )
    if dossier.state == SubmissionState.RETURNED:
        sentence = _("The time for corrections is over; ask the alliance for more if you need it.")
    else:
        sentence = _("The questionnaire is closed and was not submitted; please ask the alliance.")
    return NextStep(sentence, dossier.due, _open_tasks(dossier))


def _coordinating(dossier: Dossier, team: Team) -> NextStep:
    missing, remarks = _missing(dossier, required(dossier.model)), dossier.remarks
    if dossier.to_correct:
        return _correcting(dossier, team, missing)
    others = (Act(_("Assign sections"), _url(dossier, "assignments")),)
    finished = _finished_by_others(dossier)
    if finished:
        go_on = (_go_on(dossier, missing),) if missing else ()
        return _to_confirm(dossier, finished, go_on)
    if missing:
        return NextStep(_to_answer(missing, team), dossier.due, _go_on(dossier, missing), others)
    check = Act(_("Check answers"), _url(dossier, "check"))
    if remarks.errors:
        sentence = _("Every question is answered, but some answers contradict each other.")
        return NextStep(sentence, dossier.due, check)
    if remarks.unexplained:
        return NextStep(to_explain(len(remarks.unexplained)), dossier.due, check)
    waiting = [d for d in dossier.model.dimensions if not _is_confirmed(dossier, d)]
    theirs = [d for d in waiting if not _is_for_me(dossier, d)]
    if waiting and len(theirs) < len(waiting):
        sentence = ngettext(
            "Every question is answered: check %(n)s section and confirm it.",
            "Every question is answered: check %(n)s sections and confirm them.",
            len(waiting) - len(theirs),
        ) % {"n": len(waiting) - len(theirs)}
        return NextStep(sentence, dossier.due, Act(_("Check and confirm"), _url(dossier, "check")))
    if theirs:
        names = listed(dict.fromkeys(dossier.owners[d.code] for d in theirs))
        sentence = _("Every question is answered; %(names)s still has to finish: %(sections)s.")
        words = {"names": names, "sections": _named(theirs)}
        return NextStep(sentence % words, dossier.due, check, others)
    if dossier.letter is not None and not dossier.letter.questions:
        sentence = _("The alliance returned the questionnaire: read its letter and correct it.")
    else:
        sentence = _("Every question is answered. Check the answers and request the signature.")
    return NextStep(sentence, dossier.due, check)


def _to_confirm(dossier: Dossier, finished: list[Dimension], others: tuple[Act, ...]) -> NextStep:
    names = listed(dict.fromkeys(dossier.owners[d.code] for d in finished))
    sentence = _("%(names)s finished a section that waits for your confirmation: %(sections)s.")
    words = {"names": names, "sections": _named(finished)}
    act = Act(_("Check and confirm"), section_url(dossier, finished[0]))
    return NextStep(sentence % words, dossier.due, act, others)


def _finished_by_others(dossier: Dossier) -> list[Dimension]:
    """The sections that colleagues closed and nobody confirmed yet."""
    closed = [d for d in dossier.model.dimensions if dossier.stage(d) is SectionStage.CLOSED]
    return [d for d in closed if d not in dossier.own_dimensions]


def _is_confirmed(dossier: Dossier, dimension: Dimension) -> bool:
    return dossier.stage(dimension) is SectionStage.CONFIRMED


def _is_for_me(dossier: Dossier, dimension: Dimension) -> bool:
    return may_be_confirmed(dossier.sections.get(dimension.code), dossier.user)


def _named(dimensions: list[Dimension]) -> str:
    return _(", ").join(localized(dimension.name) for dimension in dimensions)


def _correcting(dossier: Dossier, team: Team, missing: list[Question]) -> NextStep:
    questions = dossier.to_correct
    sentence = ngettext(
        "The alliance returned %(n)s question: correct it, then request the signature again.",
        "The alliance returned %(n)s questions: correct them, then request the signature again.",
        len(questions),
    ) % {"n": len(questions)}
    label = _("Correct %(code)s (returned)") % {"code": questions[0].code}
    others = (_go_on(dossier, missing),) if missing else ()
    return NextStep(sentence, dossier.due, Act(label, question_url(dossier, questions[0])), others)


def _contributing(dossier: Dossier, team: Team) -> NextStep:
    own = [question for dimension in dossier.own_dimensions for question in dimension.questions]
    if not own:
        sentence = _("No section is assigned to you yet; please ask %(names)s.")
        return NextStep(sentence % {"names": _coordinators(team)}, dossier.due)
    returned = [question for question in own if question in dossier.to_correct]
    missing = _missing(dossier, own)
    if returned:
        return _correcting_own(dossier, returned, team)
    for dimension in dossier.own_dimensions:
        if dossier.sections[dimension.code].remark:
            sentence = _("Section %(name)s was sent back to you: read the remark and change it.")
            act = Act(_("Open the section"), section_url(dossier, dimension))
            return NextStep(sentence % {"name": localized(dimension.name)}, dossier.due, act)
    if missing:
        sentence = ngettext(
            "%(n)s question in your sections is still to be answered.",
            "%(n)s questions in your sections are still to be answered.",
            len(missing),
        ) % {"n": len(missing)}
        return NextStep(sentence, dossier.due, _go_on(dossier, missing))
    for dimension in dossier.own_dimensions:
        if dossier.stage(dimension) is SectionStage.OPEN:
            sentence = _("Section %(name)s is answered: read it again and say that it is finished.")
            act = Act(_("Finish the section"), section_url(dossier, dimension, "section-end"))
            return NextStep(sentence % {"name": localized(dimension.name)}, dossier.due, act)
    sentence = _("Your sections are finished. %(names)s confirms them and requests the signature.")
    return NextStep(sentence % {"names": _coordinators(team)}, dossier.due, _open_tasks(dossier))


def _correcting_own(dossier: Dossier, questions: list[Question], team: Team) -> NextStep:
    sentence = ngettext(
        "The alliance returned %(n)s question of your sections: please correct it.",
        "The alliance returned %(n)s questions of your sections: please correct them.",
        len(questions),
    ) % {"n": len(questions)}
    label = _("Correct %(code)s (returned)") % {"code": questions[0].code}
    return NextStep(sentence, dossier.due, Act(label, question_url(dossier, questions[0])))


def _awaiting(dossier: Dossier, team: Team) -> NextStep:
    requester = dossier.submission.requested_by
    if dossier.is_approver and dossier.user != requester:
        sentence = _("%(name)s asks you to sign. Signing submits the answers to the alliance.")
        sign = Act(_("Read and sign"), _url(dossier, "sign"))
        return NextStep(sentence % {"name": requester}, dossier.due, sign)
    signers = team.signers(requester)
    if not signers:
        sentence = _("The signature is requested, but nobody else at the bank can sign.")
        if dossier.is_coordinator:
            act = Act(_("Name somebody who signs"), _url(dossier, "signers"))
            return NextStep(sentence, dossier.due, act)
    else:
        sentence = _("Waiting for the signature of %(names)s.") % {"names": signers}
    first = Act(_("Open the request"), _url(dossier, "check")) if dossier.sees_everything else None
    return NextStep(sentence, dossier.due, first)


def _submitted(dossier: Dossier, team: Team) -> NextStep:
    sentence = _("Submitted. The alliance will review it; there is nothing to do now.")
    return NextStep(sentence, first=_receipt(dossier))


def _in_review(dossier: Dossier, team: Team) -> NextStep:
    sentence = _("The alliance's analysts are reviewing it; there is nothing to do now.")
    return NextStep(sentence, first=_receipt(dossier))


def _accepted(dossier: Dossier, team: Team) -> NextStep:
    sentence = _("Accepted. The results come out when the alliance publishes the cycle.")
    return NextStep(sentence, first=_receipt(dossier))


def _published(dossier: Dossier, team: Team) -> NextStep:
    if not any(role.sees_results for role in dossier.roles):
        return NextStep(_("The cycle is published. Thank you for your part in it."))
    results = Act(_("See the results"), reverse("reports:results", args=[dossier.submission.pk]))
    return NextStep(_("The results are published: see where your bank stands."), first=results)


def _withdrawn(dossier: Dossier, team: Team) -> NextStep:
    return NextStep(_("The bank has left this cycle; to return, please ask the alliance."))


def _reading(dossier: Dossier, team: Team) -> NextStep:
    sentence = _("The questionnaire is being filled in; you will see the results here.")
    return NextStep(sentence, dossier.due)


_STEPS: Mapping[SubmissionState, Callable[[Dossier, Team], NextStep]] = {
    SubmissionState.DRAFT: _filling,
    SubmissionState.RETURNED: _filling,
    SubmissionState.AWAITING_SIGNOFF: _awaiting,
    SubmissionState.SUBMITTED: _submitted,
    SubmissionState.IN_REVIEW: _in_review,
    SubmissionState.ACCEPTED: _accepted,
    SubmissionState.PUBLISHED: _published,
    SubmissionState.WITHDRAWN: _withdrawn,
}


def to_correct(dossier: Dossier) -> tuple[Act, ...]:
    """Name the questions that the letter is still about and that the person may open."""
    codes = {question.code for dimension in dossier.dimensions for question in dimension.questions}
    return tuple(
        Act(question.code, question_url(dossier, question))
        for question in dossier.to_correct
        if question.code in codes or dossier.sees_everything
    )


def question_url(dossier: Dossier, question: Question) -> str:
    """Return the page on which a question is answered, at the question."""
    anchor = f"q-{question.code}"
    home = dossier.model.homes.get(question.code)
    if home is not None:
        return section_url(dossier, home[0], anchor)
    page = "profile" if question in dossier.model.profile else "unscored"
    return f"{_url(dossier, page)}#{anchor}"


def _missing(dossier: Dossier, questions: tuple[Question, ...] | list[Question]) -> list[Question]:
    missing = progress(questions, dossier.answers).missing
    return [question for question in questions if question.code in missing]


def to_reply(queries: int) -> str:
    """Ask for the changes or replies that are missing."""
    return ngettext(
        "%(n)s query of the alliance is open: change the answer, or reply.",
        "%(n)s queries of the alliance are open: change the answers, or reply.",
        queries,
    ) % {"n": queries}


def to_explain(remarks: int) -> str:
    """Ask for the notes that are missing."""
    return ngettext(
        "Every question is answered, but %(n)s remark needs a note.",
        "Every question is answered, but %(n)s remarks need a note.",
        remarks,
    ) % {"n": remarks}


def _to_answer(missing: list[Question], team: Team) -> str:
    signers = listed(team.people[Role.APPROVER])
    if not signers:
        return ngettext(
            "%(n)s question is still to be answered; somebody who can sign is missing as well.",
            "%(n)s questions are still to be answered; somebody who can sign is missing as well.",
            len(missing),
        ) % {"n": len(missing)}
    return ngettext(
        "%(n)s question is still to be answered; then ask %(names)s to sign.",
        "%(n)s questions are still to be answered; then ask %(names)s to sign.",
        len(missing),
    ) % {"n": len(missing), "names": signers}


def _go_on(dossier: Dossier, missing: list[Question]) -> Act:
    home = dossier.model.homes.get(missing[0].code)
    if home is not None:
        name = f"{home[1].code} {localized(home[1].name)}"
    elif missing[0] in dossier.model.profile:
        name = _("Bank profile")
    else:
        name = _("Further questions")
    return Act(_("Go on with %(name)s") % {"name": name}, question_url(dossier, missing[0]))


def _receipt(dossier: Dossier) -> Act | None:
    if not any(role.sees_results for role in dossier.roles):
        return None
    return Act(_("Open the receipt"), _url(dossier, "receipt"))


def _open_tasks(dossier: Dossier) -> Act | None:
    if not dossier.sees_everything and Role.CONTRIBUTOR not in dossier.roles:
        return None
    return Act(_("Open the questionnaire"), _url(dossier, "tasks"))


def _coordinators(team: Team) -> str:
    return listed(team.people[Role.COORDINATOR]) or _("the coordinator")


def _url(dossier: Dossier, page: str) -> str:
    return reverse(f"assessments:{page}", args=[dossier.submission.pk])
