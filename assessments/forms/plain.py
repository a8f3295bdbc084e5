"""The field of every text that people write or paste."""

from __future__ import annotations

from typing import Any

from django import forms

from hive.core.texts import plain_text


class PlainTextField(forms.CharField):
    """A text that is made plain before anything else looks at it."""

    def to_python(self, value: Any) -> str | None:
        """Make the text plain, then strip it."""
        return super().to_python(value if value is None else plain_text(str(value)))
