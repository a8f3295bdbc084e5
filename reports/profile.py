"""What a bank's profile says that the reports go by: its kind and its size."""

from __future__ import annotations

from decimal import Decimal

from hive.core.answers import Answers
from hive.core.model import HiveModel


def kind_of(model: HiveModel, answers: Answers) -> str:
    """Return the code of the kind of bank from the profile, empty when it is not known."""
    answer = answers.get(model.kind_field)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def asset_band_of(model: HiveModel, answers: Answers) -> str:
    """Return the code of the asset band from the profile, empty when it is not known."""
    answer = answers.get(model.assets_field)
    if answer is None or not isinstance(answer.value, Decimal):
        return ""
    return model.asset_band_of(answer.value) or ""
