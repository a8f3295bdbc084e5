"""Everything that is wrong with an uploaded workbook, each in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.wording import labelled
from hive.documents.sheets.archive import Fault

MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it stands, what stands there, and what to do about it."""

    sentence: str
    sheet: str = ""
    cell: str = ""
    found: str = ""

    @property
    def place(self) -> str:
        """The cell as spreadsheets name it."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return labelled(self.place, self.sentence) if self.place else self.sentence


class Faulty(ValueError):
    """A workbook of which nothing is taken: how many mistakes there are, and what they are.

    A questionnaire has no room for more than are told; a file made to have more fills no page.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.count = len(mistakes)
        self.mistakes = tuple(mistakes[:MOST_TOLD])
        super().__init__(self.count)


UNREADABLE: Mapping[Fault, Promise] = {
    Fault.TOO_LARGE: _(
        "The file is larger than 2 MB. Leave out pictures and other sheets, and upload it again."
    ),
    Fault.NOT_A_WORKBOOK: _(
        "This is not an Excel workbook. Choose the .xlsx file that you downloaded and filled in."
    ),
    Fault.OLD_FORMAT: _(
        "This file has the old Excel format. Save it as an Excel workbook (.xlsx), and upload that."
    ),
    Fault.ENCRYPTED: _(
        "This file is protected with a password. Save it without the password, and upload it again."
    ),
    Fault.DAMAGED: _(
        "This file is damaged. Open it in Excel, save it again as .xlsx, and upload that."
    ),
    Fault.BLOWN_UP: _(
        "This file would become far larger than a questionnaire when unpacked, so it was not "
        "opened. Copy your answers into a workbook that you download anew."
    ),
    Fault.TOO_MANY_CELLS: _(
        "This file has far more cells than the questionnaire. Delete everything that does not "
        "belong to it, or copy your answers into a workbook that you download anew."
    ),
    Fault.MACROS: _(
        "This file contains macros or embedded objects. Save it as an Excel workbook (.xlsx) "
        "without them."
    ),
    Fault.LINKED: _(
        "This file takes values from other files. Remove the links (Data, Edit Links), and upload "
        "it again."
    ),
    Fault.ENTITIES: _(
        "This file contains declarations that no workbook needs, so it was not opened. Copy your "
        "answers into a workbook that you download anew."
    ),
    Fault.BREAKS_DOWN: _(
        "This file could not be read with the time and memory that a questionnaire may take. Copy "
        "your answers into a workbook that you download anew."
    ),
}
