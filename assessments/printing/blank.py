"""The blank questionnaire: every question as it is asked, with room to write."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from assessments.forms.controls import choices_of, is_select
from assessments.forms.reading import DONT_KNOW, NOT_APPLICABLE, TAKE_BACK
from assessments.models import Submission
from assessments.moments import full_moment
from assessments.printing import identity
from assessments.printing.parts import (
    BOX,
    CIRCLE,
    AskedQuestion,
    Extent,
    Fact,
    Option,
    Part,
    Questionnaire,
    Section,
    Stretch,
)
from assessments.wording import labelled, level_name, localized, range_in_words
from hive.catalogue.queries import model_of
from hive.core.model import Kind, Question, Scope, Text


def blank(
    submission: Submission,
    extent: Extent,
    *,
    language: str,
) -> Questionnaire:
    """Say what a blank questionnaire says, in one of Django's languages."""
    model = model_of(submission.cycle.edition)
    with override(language):
        due = full_moment(submission.deadline())
        stretches = identity.stretches_of(model, extent)
        return Questionnaire(
            language=language,
            title=identity.title_of(submission),
            bank=identity.bank_of(submission, language),
            lead=_("To read and to fill in with a pen; the answers count once they are entered."),
            facts=(
                *identity.common_facts(submission, model, language),
                Fact(_("To be submitted by"), due),
            ),
            rule=localized(model.answering_rule),
            legend=tuple(_legend()),
            sections=tuple(_section(stretch) for stretch in stretches),
            foot=identity.foot_of(submission, language, _("Blank")),
        )


def _legend() -> Iterator[str]:
    yield _("%(mark)s Tick one.") % {"mark": CIRCLE}
    yield _("%(mark)s Tick all that apply.") % {"mark": BOX}
    yield _("“Don't know” and “Not applicable” are answers as well.")


def _section(stretch: Stretch) -> Section:
    questions = list(stretch.questions)
    count = ngettext("%(n)s question", "%(n)s questions", len(questions)) % {"n": len(questions)}
    parts = tuple(
        Part(
            f"{indicator.code} {localized(indicator.name)}" if indicator else "",
            localized(indicator.description) if indicator else "",
            asked=tuple(_asked(question) for question in asked),
        )
        for indicator, asked in stretch.groups
    )
    return Section(stretch.name, stretch.description, count, parts)


def _asked(question: Question) -> AskedQuestion:
    text = localized(question.text)
    is_optional = question.scope is Scope.PROFILE and not question.required
    return AskedQuestion(
        code="" if question.scope is Scope.PROFILE else question.code,
        text=_("%(text)s (optional)") % {"text": text} if is_optional else text,
        help=" ".join(filter(None, (localized(question.help), range_in_words(question)))),
        rule=_rule(question),
        options=tuple(_options(question)),
        in_a_row=question.kind in (Kind.YESNO, Kind.NUMBER) or is_select(question),
        figure=localized(question.unit),
        has_figure=question.kind is Kind.NUMBER,
        not_applicable=_labelled(_("Not applicable"), question.na_when),
        evidence=_labelled(_("Evidence"), question.evidence),
        room=_("Reason, evidence, remarks") if question.na_allowed else _("Evidence, remarks"),
    )


def _labelled(label: str, text: Text | None) -> str:
    return labelled(label, localized(text)) if text else ""


def _rule(question: Question) -> str:
    if question.kind is not Kind.MULTI:
        return ""
    if question.max_choices is None:
        return _("Tick all that apply.")
    return ngettext(
        "Tick at most %(max)s.", "Tick at most %(max)s.", question.max_choices
    ) % {"max": question.max_choices}  # fmt: skip


def _options(question: Question) -> Iterator[Option]:
    own = {choice.code: choice for choice in question.choices}
    for code, text in choices_of(question):
        if code == TAKE_BACK:
            continue
        mark = BOX if question.kind in (Kind.MULTI, Kind.NUMBER) else CIRCLE
        is_level = question.kind is Kind.LEVEL and code not in (NOT_APPLICABLE, DONT_KNOW)
        if code in own and own[code].free_text:
            text = _("%(option)s, namely:") % {"option": text}
        yield Option(mark, level_name(code) if is_level else "", text)
