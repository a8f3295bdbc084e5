"""Charts as tables, and what a spec derives from its figures."""

from __future__ import annotations

from decimal import Decimal

from reports.charts.parts import DotGroup, DotRow, Table
from reports.charts.spec import DotPlot
from tests.reports.charts import specimens


def test_comb_table_lists_indicators_under_their_dimension_and_the_total_last():
    table = specimens.comb("en").table()

    assert table.head == ("Dimension", "Indicator", "Band", "Score")
    assert table.rows[:2] == (
        ("Strategy", "", "Integrated", "61.67"),
        ("Strategy", "S1 Strategic planning and top-level design", "Integrated", "66.67"),
    )
    assert table.rows[-1] == ("Total", "", "Defined", "49.65")
    assert len(table.rows) == 6 + 18 + 1


def test_comb_table_tells_no_score_from_a_score_of_zero():
    rows = {row[1]: row[2:] for row in specimens.comb("en").table().rows}

    assert rows["E2 Partnership and industry collaboration"] == ("Initial", "0.00")
    assert rows["A2 Digital products and business lines"] == ("Too few applicable questions", "—")


def test_radar_table_gives_the_reason_of_a_withheld_figure():
    peers = (specimens.withheld(), None, *[specimens.statistic("1", "2.50", "3")] * 4)

    table = specimens.radar("en", peers=peers).table()

    assert table.rows[:3] == (
        ("Strategy", "61.67", "Not published: fewer than 10 banks"),
        ("Organization", "39.17", "—"),
        ("Technology", "69.58", "2.50"),
    )


def test_dot_plot_table_carries_every_plotted_figure():
    bands = specimens.scale(*specimens.BANDS["en"])
    rows = (
        DotRow("A", "One", specimens.shown("25", bands), specimens.statistic("30", "41.67", "50")),
        DotRow("B", "Two", specimens.shown("60", bands), specimens.withheld("no_variation")),
        DotRow("C", "Three", specimens.shown(None, bands), specimens.statistic("1", "2", "3")),
        DotRow("D", "Four", specimens.shown("7.5", bands), None),
    )
    plot = DotPlot(
        words=specimens.chart_words("en"),
        title="Against the peers",
        scale=bands,
        groups=(DotGroup("G", "Group", rows),),
    )

    assert plot.table() == Table(
        caption="Against the peers",
        head=(
            *("Dimension", "Indicator", "This bank"),
            *("Lower quartile", "Peer median", "Upper quartile", "Gap"),
        ),
        rows=(
            ("Group", "A One", "25.00", "30.00", "41.67", "50.00", "−16.67"),
            (
                "Group",
                "B Two",
                "60.00",
                "—",
                "Not published: all banks have the same score",
                "—",
                "—",
            ),
            ("Group", "C Three", "—", "1.00", "2.00", "3.00", "—"),
            ("Group", "D Four", "7.50", "—", "—", "—", "—"),
        ),
        first_figure=2,
    )


def test_gap_is_the_difference_of_the_two_figures_shown():
    bands = specimens.scale("Low", "High")
    row = DotRow(
        "A", "One", specimens.shown("66.67", bands), specimens.statistic("1", "58.33", "9")
    )

    assert row.gap == Decimal("8.34")


def test_progress_table_counts_answers():
    rows = specimens.progress("en").table().rows

    assert rows[0] == (
        *("Strategy", "S1 Strategic planning and top-level design"),
        *("Completed", "3 / 3"),
    )
    assert rows[12][2:] == ("To be corrected", "2 / 3")


def test_scale_takes_its_limits_from_the_bands():
    scale = specimens.scale("Low", "Middling", "High", "Highest", high=200)

    assert scale.limits == tuple(Decimal(n) for n in (0, 50, 100, 150, 200))
    assert [step.span for step in scale.steps] == ["0–50", "50–100", "100–150", "150–200"]
    assert (scale.name(4), scale.name(None)) == ("Highest", "—")


def test_only_six_dimensions_of_three_make_the_emblem():
    assert specimens.comb().is_emblem
    assert not specimens.other_comb().is_emblem
