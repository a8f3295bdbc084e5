"""Writing comments, and the way to them from a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.forms.plain import PlainTextField
from assessments.models import Submission
from assessments.workflow.comments import LONGEST
from hive.banks.form_layout import LaidOut


class CommentForm(LaidOut):
    """What is written once and stays."""

    text = PlainTextField(
        label=_("Comment"),
        max_length=LONGEST,
        error_messages={
            "required": _("Write the comment."),
            "max_length": _("Shorten the text to %(limit_value)d characters."),
        },
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: object, hint: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = hint
        self.fields["text"].widget.attrs.pop("maxlength", None)


@dataclass(frozen=True, slots=True)
class CommentsLink:
    """The way to the comments on a question, and how many of them are open."""

    url: str
    open: int

    @property
    def words(self) -> str:
        """The number in words."""
        return ngettext("%(n)s open comment", "%(n)s open comments", self.open) % {"n": self.open}


@dataclass(frozen=True, slots=True)
class Comments:
    """The open comments of a submission, for the page on which it is filled in."""

    submission: Submission
    open: Mapping[str, int]

    def of(self, code: str) -> CommentsLink:
        """The link of one question."""
        url = reverse("assessments:comments", args=[self.submission.pk, code])
        return CommentsLink(url, self.open.get(code, 0))
