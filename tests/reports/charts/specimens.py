"""Charts with invented figures: the shape of the published edition and shapes of others."""

from __future__ import annotations

from decimal import Decimal

from hive.core.disclosure import Part, PublicSpread, PublicStatistic, Withheld
from reports.charts.parts import (
    Axis,
    Cluster,
    DotGroup,
    DotRow,
    HeatColumn,
    HeatRow,
    Node,
    Peer,
    ProgressCell,
    ProgressCluster,
    Scale,
    Shown,
    SpreadRow,
    Step,
    YearPanel,
    YearPoint,
)
from reports.charts.spec import Comb, DotPlot, Heat, ProgressComb, Radar, Spread, Years
from reports.charts.words import Words, words
from tests.reports.charts.invented import (
    BANDS,
    DIMENSION_MEDIAN,
    DIMENSION_OWN,
    DIMENSIONS,
    HIGH,
    LOW,
    MEDIAN,
    NAMES,
    OWN,
)

HOSTILE = """</title><script>alert("1")</script>&'<b onload=x>"""


def chart_words(language: str) -> Words:
    """Words of a language, whatever is translated at the moment."""
    return words("zh-hans" if language == "zh" else language)


def scale(*names: str, high: int = 100) -> Scale:
    """Bands of equal height with these names."""
    height = Decimal(high) / len(names)
    steps = (Step(n, name, height * (n - 1), height * n) for n, name in enumerate(names, start=1))
    return Scale(Decimal(0), Decimal(high), tuple(steps))


def shown(value: str | None, bands: Scale) -> Shown:
    """A score in its band; None is an indicator with too few answers."""
    if value is None:
        return Shown(None, None, "too_few_answered")
    score = Decimal(value)
    return Shown(score, max(step.number for step in bands.steps if score >= step.floor))


def statistic(low: str, median: str, high: str, node: str = "X1") -> PublicStatistic:
    """A released figure of seventeen banks."""
    figures = (Decimal(median), Decimal(low), Decimal(median), Decimal(high))
    return PublicStatistic("all", node, 17, *figures)


def withheld(reason: str = "too_few_banks") -> Withheld:
    """A figure that is not released."""
    return Withheld("all", "X1", reason)


def comb(language: str = "zh", *, total: str | None = "49.65") -> Comb:
    """The emblem; one indicator has no score and one scores 0."""
    bands = scale(*BANDS[language])
    own: list[str | None] = [*OWN]
    own[16] = "0.00"
    own[13] = None
    clusters = []
    for n, (letter, name) in enumerate(zip("SOTDAE", DIMENSIONS[language], strict=True)):
        cells = tuple(
            Node(f"{letter}{i + 1}", NAMES[language][3 * n + i], shown(own[3 * n + i], bands))
            for i in range(3)
        )
        clusters.append(Cluster(letter, name, shown(DIMENSION_OWN[n], bands), cells))
    return Comb(
        words=chart_words(language),
        title="Maturity bands of the indicators" if language == "en" else "各项指标的成熟度等级",
        takeaway="T3",
        source="n",
        scale=bands,
        total=shown(total, bands),
        clusters=tuple(clusters),
    )


def other_comb(language: str = "en", name: str = "Ways of working") -> Comb:
    """An edition of three dimensions with two, four and nine indicators, and four bands."""
    bands = scale("Low", "Middling", "High", "Highest")
    clusters = []
    for n, count in enumerate((2, 4, 9)):
        cells = tuple(
            Node(f"{'XYZ'[n]}{i + 1}", f"Indicator {i}", shown(str(10 * i + 5), bands))
            for i in range(count)
        )
        clusters.append(Cluster("XYZ"[n], f"{name} {n + 1}", shown("45.50", bands), cells))
    return Comb(
        words=chart_words(language),
        title="Bands of the indicators",
        scale=bands,
        total=shown("45.50", bands),
        clusters=tuple(clusters),
    )


def progress(language: str = "zh") -> ProgressComb:
    """A questionnaire in every state."""
    clusters = []
    for n, (letter, name) in enumerate(zip("SOTDAE", DIMENSIONS[language], strict=True)):
        cells = tuple(
            ProgressCell(
                f"{letter}{i + 1}",
                NAMES[language][3 * n + i],
                answered=3 if n < 3 else max(0, 2 - i) if n < 5 else 0,
                questions=3,
                done=n < 2,
                returned=(n, i) == (4, 0),
            )
            for i in range(3)
        )
        clusters.append(ProgressCluster(letter, name, cells))
    return ProgressComb(
        words=chart_words(language),
        title="Progress" if language == "en" else "填报进度",
        clusters=tuple(clusters),
        centre="33",
        centre_note="of 54" if language == "en" else "共54题",
    )


def radar(language: str = "zh", peers: tuple[Peer, ...] | None = None, corners: int = 6) -> Radar:
    """Dimensions against the peer median."""
    bands = scale(*BANDS[language])
    given = peers or tuple(statistic(m, m, m) for m in DIMENSION_MEDIAN)
    axes = tuple(
        Axis(str(n), DIMENSIONS[language][n % 6], shown(DIMENSION_OWN[n % 6], bands), given[n % 6])
        for n in range(corners)
    )
    return Radar(
        words=chart_words(language),
        title="This bank and the peer median" if language == "en" else "本行与同组中位数",
        takeaway="T",
        source="n = 17",
        scale=bands,
        axes=axes,
    )


def dot_plot(language: str = "zh") -> DotPlot:
    """Eighteen rows; two are withheld, one indicator has no score and one has no peers yet."""
    bands = scale(*BANDS[language])
    groups = []
    for n, (letter, name) in enumerate(zip("SOTDAE", DIMENSIONS[language], strict=True)):
        rows = tuple(_dot_row(3 * n + i, f"{letter}{i + 1}", language, bands) for i in range(3))
        groups.append(DotGroup(letter, name, rows))
    return DotPlot(
        words=chart_words(language),
        title="Indicators against the peers" if language == "en" else "各项指标与同组四分位区间",
        takeaway="E3",
        source="n = 17",
        scale=bands,
        groups=tuple(groups),
    )


def _dot_row(n: int, code: str, language: str, bands: Scale) -> DotRow:
    peer: Peer = statistic(LOW[n], MEDIAN[n], HIGH[n], code)
    own: str | None = OWN[n]
    if n in (4, 7):
        peer = withheld("no_variation" if n == 4 else "too_few_banks")
    if n == 13:
        own = None
    return DotRow(code, NAMES[language][n], shown(own, bands), peer)


def heat(language: str = "zh", groups: int = 3, name: str = "") -> Heat:
    """This bank beside its groups; the first group's last median is withheld."""
    bands = scale(*BANDS[language])
    rows = []
    for n, dimension in enumerate(DIMENSIONS[language]):
        medians = [shown(DIMENSION_MEDIAN[n], bands)] * groups
        if n == 5:
            medians[0] = Shown(None, None, "no_variation")
        own = shown(DIMENSION_OWN[n], bands)
        rows.append(HeatRow("SOTDAE"[n], dimension, (own, *medians)))
    total = (shown(None, bands), *[shown("50.00", bands)] * groups)
    rows.append(HeatRow("total", chart_words(language).total, total, is_total=True))
    names = [name or f"Group {n}" for n in range(groups)]
    return Heat(
        words=chart_words(language),
        title="Medians of the groups",
        takeaway="T",
        scale=bands,
        columns=(HeatColumn("Own", ""), *(HeatColumn(each, "17 banks") for each in names)),
        rows=tuple(rows),
    )


def spread(language: str = "zh") -> Spread:
    """Seventeen banks over the bands; one dimension is withheld, in one this bank has no score."""
    bands = scale(*BANDS[language])
    parts = (Part(1, 2, 5), Part(3, 3, 12), Part(4, 5, 0))
    rows = [
        SpreadRow(
            "SOTDAE"[n],
            dimension,
            None if n == 3 else 2 if n == 4 else 3,
            withheld("gives_banks_away") if n == 1 else PublicSpread("all", "X", parts),
        )
        for n, dimension in enumerate(DIMENSIONS[language])
    ]
    total = PublicSpread("all", "total", tuple(Part(n, n, 3 + n) for n in range(1, 6)))
    rows.append(SpreadRow("total", chart_words(language).total, 3, total, is_total=True))
    return Spread(
        words=chart_words(language),
        title="Banks of the group by band",
        takeaway="T",
        scale=bands,
        rows=tuple(rows),
    )


def point(year: int, own: str | None, peer: Peer = None, edition: str = "2022.1") -> YearPoint:
    """A year of a dimension; only edition 2022.1 is compared."""
    bands = scale(*BANDS["en"])
    return YearPoint(year, edition, shown(own, bands), peer, edition == "2022.1")


def years(*points: YearPoint, panels: int = 6, language: str = "en") -> Years:
    """The same years in every panel."""
    names = [f"Dimension {n}" for n in range(1, panels + 1)]
    return Years(
        words=chart_words(language),
        title="Scores by year",
        scale=scale(*BANDS["en"]),
        panels=tuple(YearPanel(f"D{n}", name, points) for n, name in enumerate(names)),
    )
