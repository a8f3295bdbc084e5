"""Small multiples: what is joined, what stands apart, which part of the scale is shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hive.documents.drawing import Circle, Drawing, Line, Text
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.drawings.tokens import colour
from reports.charts.ordering import Order, ordered, orders_of
from tests.reports.charts import specimens
from tests.reports.charts.specimens import point, years

FORMS = list(Form)


def joined(drawing: Drawing, fill: str) -> int:
    return sum(isinstance(p, Line) and p.stroke == colour(fill) for p in drawing.parts)


def said(drawing: Drawing) -> list[str]:
    return [
        "".join(piece.content for piece in p.pieces) for p in drawing.parts if isinstance(p, Text)
    ]


MEDIAN = specimens.statistic("30", "45.00", "60")


@pytest.mark.parametrize("form", FORMS)
def test_years_of_one_edition_are_joined(form: Form) -> None:
    made = drawings.draw(
        years(point(2024, "40"), point(2025, "50", MEDIAN), panels=1),
        form,
    )

    assert joined(made, "own") == 1
    assert {"2024", "2025", "50.00", "45.00"} <= set(said(made)) | {
        text.replace("’", "20") for text in said(made)
    }


def test_an_earlier_edition_stands_apart_as_a_ring_behind_a_dotted_rule() -> None:
    points = (
        point(2023, "30", edition="2019"),
        point(2024, "40"),
        point(2025, "50"),
    )
    made = drawings.draw(years(*points, panels=1))

    rules = [p for p in made.parts if isinstance(p, Line) and p.dash == (2, 3)]
    rings = [p for p in made.parts if isinstance(p, Circle) and p.fill == colour("paper")]
    assert joined(made, "own") == 1
    assert (len(rules), len(rings)) == (1, 1)


def test_a_year_without_a_score_leaves_a_hole() -> None:
    made = drawings.draw(
        years(
            point(2023, "30"),
            point(2024, None),
            point(2025, "50"),
            panels=1,
        )
    )

    dots = [p for p in made.parts if isinstance(p, Circle)]
    assert len(dots) == 2


def test_only_figures_in_them_bring_the_outermost_bands() -> None:
    middle = drawings.draw(years(point(2024, "40"), point(2025, "50"), panels=1))
    low = drawings.draw(years(point(2024, "40"), point(2025, "5"), panels=1))

    assert "0" not in said(middle)
    assert "100" not in said(middle)
    assert "0" in said(low)


def test_figures_that_are_close_stand_apart() -> None:
    close = specimens.statistic("30", "50.10", "60")
    made = drawings.draw(years(point(2025, "50", close), panels=1))

    own, peer = (
        next(p.y for p in made.parts if isinstance(p, Text) and p.pieces[0].content == figure)
        for figure in ("50.00", "50.10")
    )
    assert abs(own - peer) >= 14


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("panels", [1, 2, 5, 6, 9])
def test_everything_stands_within_the_drawing(form: Form, panels: int) -> None:
    points = tuple(point(year, "50", MEDIAN) for year in range(2021, 2026))
    made = drawings.draw(years(*points, panels=panels), form)

    lines = [p for p in made.parts if isinstance(p, Line)]
    xs = [x for p in lines for x, _ in (p.start, p.end)]
    ys = [y for p in lines for _, y in (p.start, p.end)]
    assert min(xs) >= 0
    assert max(xs) <= made.canvas.width + 0.01
    assert max(ys) <= made.canvas.height


def test_its_table_names_every_year_and_edition() -> None:
    withheld = specimens.withheld("no_variation")
    spec = years(point(2024, "40", withheld, "2019"), point(2025, "50", MEDIAN), panels=1)

    table = spec.table()

    assert table.head == ("Dimension", "Year", "Edition", "This bank", "Peer median")
    first, second = table.rows
    assert first[:4] == ("Dimension 1", "2024", "2019", "40.00")
    assert second == ("Dimension 1", "2025", "2022.1", "50.00", "45.00")


def test_last_years_ring_is_joined_to_the_dot_and_named_in_the_key() -> None:
    plain = specimens.dot_plot("en")
    first = plain.groups[0]
    moved = replace(first.rows[0], last=first.rows[0].own.value - Decimal(20))
    spec = replace(plain, groups=(replace(first, rows=(moved, *first.rows[1:])), *plain.groups[1:]))

    assert not plain.has_last
    assert spec.has_last
    assert "Last year" not in said(drawings.draw(plain))
    assert "Last year" in said(drawings.draw(spec))
    assert spec.table().head[-1] == "Last year"
    assert {row[-1] for row in spec.table().rows[1:]} == {"—"}
    rings = len(drawings.draw(spec).parts) - len(drawings.draw(plain).parts)
    assert rings == 4  # a line and a ring in the row, a ring and its name in the key


def test_an_unchanged_score_has_no_ring() -> None:
    row = specimens.dot_plot("en").groups[0].rows[0]

    assert replace(row, last=row.own.value).moved_from is None
    assert replace(row, last=None).moved_from is None


def test_an_order_puts_the_furthest_behind_first_and_the_unknown_last() -> None:
    plain = specimens.dot_plot("en")
    rows = [row for group in plain.groups for row in group.rows]

    (group,) = ordered(plain, Order.GAP).groups

    gaps = [row.gap for row in group.rows]
    told = [gap for gap in gaps if gap is not None]
    assert told == sorted(told)
    assert gaps[: len(told)] == told
    assert {row.code for row in group.rows} == {row.code for row in rows}
    assert orders_of(plain) == (Order.MODEL, Order.GAP)
    assert ordered(plain, Order.MODEL) is plain


def test_a_fall_stands_before_a_rise() -> None:
    plain = specimens.dot_plot("en")
    first, *others = plain.groups
    fell, rose, *rest = first.rows
    now = fell.own.value
    assert now is not None
    assert rose.own.value is not None
    fell = replace(fell, last=now + 9)
    rose = replace(rose, last=rose.own.value - 9)
    spec = replace(plain, groups=(replace(first, rows=(rose, fell, *rest)), *others))

    (group,) = ordered(spec, Order.CHANGE).groups

    assert [row.code for row in group.rows[:2]] == [fell.code, rose.code]
    assert Order.CHANGE in orders_of(spec)
