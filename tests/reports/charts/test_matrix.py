"""The heat table and the spread over the bands: what is drawn is what their tables tell."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hive.documents.drawing import Drawing, Rect, Text
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.drawings.tokens import band_paint, colour
from tests.reports.charts import specimens

FORMS = list(Form)
LANGUAGES = ("zh", "en")
FIGURE = re.compile(r"\d+\.\d\d|—")
SHARE = re.compile(r"\d+%")


def lines(drawing: Drawing) -> list[str]:
    return [
        "".join(piece.content for piece in p.pieces) for p in drawing.parts if isinstance(p, Text)
    ]


def rects(drawing: Drawing) -> list[Rect]:
    return [part for part in drawing.parts if isinstance(part, Rect)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_heat_draws_the_figures_of_its_table_in_the_colours_of_their_bands(
    language: str, form: Form
) -> None:
    spec = specimens.heat(language)
    told = [cell.split(" ") for row in spec.table().rows for cell in row[1:]]
    drawing = drawings.draw(spec, form)

    assert [each for each in lines(drawing) if FIGURE.fullmatch(each)] == [
        cell[0] if FIGURE.fullmatch(cell[0]) else "—" for cell in told
    ]
    names = [step.name for step in spec.scale.steps]
    assert [rect.fill for rect in rects(drawing)] == [
        band_paint(names.index(cell[1]) + 1, len(names)).fill
        for cell in told
        if FIGURE.fullmatch(cell[0])
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_spread_draws_the_shares_of_its_table(language: str, form: Form) -> None:
    spec = specimens.spread(language)
    drawing = drawings.draw(spec, form)

    told = [row[3] for row in spec.table().rows if SHARE.fullmatch(row[3])]
    assert [each for each in lines(drawing) if SHARE.fullmatch(each)] == told
    assert told[:3] == ["29%", "71%", "0%"]


def test_spread_marks_the_part_with_this_bank_in_blue_and_bold() -> None:
    drawing = drawings.draw(specimens.spread("en"))

    own = [
        "".join(piece.content for piece in p.pieces)
        for p in drawing.parts
        if isinstance(p, Text) and all(piece.fill == colour("own") for piece in p.pieces)
    ]
    bold = [
        "".join(piece.content for piece in p.pieces)
        for p in drawing.parts
        if isinstance(p, Text) and SHARE.fullmatch(p.pieces[0].content) and p.pieces[0].bold
    ]
    assert own == ["71%", "71%", "29%", "71%", "20%", "This bank"]
    assert bold == own[:-1]


def test_spread_bars_are_as_long_as_their_shares_on_one_scale() -> None:
    drawing = drawings.draw(specimens.spread("en"))

    bars = [rect for rect in rects(drawing) if rect.height > 10]
    total = bars[-5:]
    shares = [round(bar.width / total[0].width, 6) for bar in total]
    assert shares == [round(n / 4, 6) for n in (4, 5, 6, 7, 8)]
    assert bars[0].width / bars[1].width == pytest.approx(5 / 12)
    assert bars[1].width / total[0].width == pytest.approx((12 / 17) / (4 / 30))


def test_spread_tells_merged_bands_by_both_names_and_says_why_a_row_is_empty() -> None:
    table = specimens.spread("en").table()

    assert table.rows[0][1] == "Initial–Developing"
    assert table.rows[3] == (
        specimens.DIMENSIONS["en"][1],
        "Not published: it could give single banks away",
        "",
        "—",
    )
    assert [row[2] for row in table.rows[:3]] == ["", "Defined", ""]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_and_heads_are_drawn_whole(language: str, form: Form) -> None:
    name = {"zh": "城市商业银行，资产1000亿—5000亿元", "en": "City commercial bank, RMB 10–100 bn"}
    heads = "".join(lines(drawings.draw(specimens.heat(language, name=name[language]), form)))
    reason = specimens.chart_words(language).reason("gives_banks_away")
    said = "".join(lines(drawings.draw(specimens.spread(language), form)))

    assert heads.replace(" ", "").count(name[language].replace(" ", "")[:6]) == 3
    assert reason.replace(" ", "") in said.replace(" ", "")


def test_hostile_names_stay_text() -> None:
    spec = specimens.heat("en", name=specimens.HOSTILE)
    row = replace(spec.rows[0], name=specimens.HOSTILE)

    said = "".join(lines(drawings.draw(replace(spec, rows=(row,)))))

    assert "<script>" in said
