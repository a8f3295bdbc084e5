"""How close the pages of a scorecard are set, so that a dimension fits its page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hive.documents.tables import Type

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Density:
    """The type of a dimension's page, its heads and questions, and the room around them, in pt."""

    locator_column: float
    locator: tuple[float, float]
    title: Type
    lead: Type
    room: float
    cell: float
    name: Type
    step: Type
    question_head: Type
    question: Type
    advice_heading: Type
    advice: Type
    advice_leading_en: float


# A heading within a page.
HEADING = Type(9, 14.2, 1.2 * MM)

ROOMY = Density(
    locator_column=35 * MM,
    locator=(27 * MM, 30 * MM),
    title=Type(20, 28.4, 0),
    lead=Type(10.5, 17, 1.5 * MM),
    room=1.5 * MM,
    cell=13 * MM,
    name=Type(10.5, 14.2, 0),
    step=Type(8, 11, 0),
    question_head=Type(7.5, 11, 1 * MM),
    question=Type(8, 11.4, 1 * MM),
    advice_heading=HEADING,
    advice=Type(9, 14.2, 1.2 * MM),
    advice_leading_en=13,
)
CLOSE = Density(
    locator_column=27 * MM,
    locator=(21 * MM, 24 * MM),
    title=Type(15, 19, 0),
    lead=Type(8.5, 12, 0.5 * MM),
    room=1 * MM,
    cell=11.5 * MM,
    name=Type(10.5, 14.2, 0),
    step=Type(8, 11, 0),
    question_head=Type(7.5, 11, 0.8 * MM),
    question=Type(7.8, 10.4, 0.8 * MM),
    advice_heading=HEADING,
    advice=Type(8.5, 12, 1.2 * MM),
    advice_leading_en=12,
)
TIGHT = replace(
    CLOSE,
    room=0.6 * MM,
    cell=9.5 * MM,
    name=Type(9.5, 12, 0),
    step=Type(7.5, 9.6, 0),
    question_head=Type(7.5, 9.6, 0.2 * MM),
    question=Type(7.5, 9.2, 0.45 * MM),
    advice_heading=Type(8, 10.4, 0.5 * MM),
    advice=Type(8, 10.4, 0.2 * MM),
    advice_leading_en=10.4,
)
DENSITIES = {"roomy": ROOMY, "close": CLOSE, "tight": TIGHT}
