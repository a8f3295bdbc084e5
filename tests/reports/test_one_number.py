"""One number everywhere: whatever opens a result tells the stored figures, written alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from hive.banks.roles import Role
from hive.banks.workflow import make_token
from hive.core.disclosure import Place, PublicStatistic
from hive.core.model import TOTAL
from reports.charts.words import words
from reports.models import ScorecardFile
from reports.publishing import preparing
from reports.queries import results_of
from reports.scorecard import build, specs
from reports.scorecard.material import Material
from tests import laws
from tests.inked import Paper, spaceless
from tests.published import standing
from tests.reports import figures_told
from tests.reports.figures_told import FIGURES, Html, Reader, Told, drawn, half_up
from tests.reports.one_result import ABOVE, LANGUAGES, World, check, nodes, of_articles, two_years

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CHANGES = {
    "zh": {"上次": "before", "本次": "own", "变化": "change"},
    "en": {"Last time": "before", "This time": "own", "Change": "change"},
}
# Two decimals or more, but not the share that a bank gave as its answer.
SCORES = re.compile(r"[+−]?\d+\.\d{2,}(?!\s*%|\d)")
TRIED = {"zh": {"现在": "own", "按所选": "own"}, "en": {"Today": "own", "As chosen": "own"}}
MEANS = {"zh": {"均值": "mean"}, "en": {"Mean": "mean"}}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker), two_years() as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_of_the_results_page(world: World, language: str) -> None:
    reader = world.reader(language, **CHANGES[language])
    page = world.page("results", language)

    told = [pair for rows in page.tables() for pair in reader.rows(without_years(rows, language))]

    check(iter(told), world, ["own"], [*ABOVE, "questions"])
    check(iter(told), world, ["median", "gap", "change", "before"], ["dimensions"])
    check(iter(told), world, ["lower", "median", "upper", "gap", "before"], ["indicators"])


def without_years(rows: list[list[str]], language: str) -> list[list[str]]:
    """Take a table of years down to the present one."""
    year = words(LANGUAGES[language]).year
    if year not in rows[0]:
        return rows
    column = rows[0].index(year)
    return [rows[0], *(row for row in rows[1:] if row[column] == "2025")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawings_of_the_results_page(world: World, language: str) -> None:
    reader, charts = world.reader(language), world.charts(language)
    page = world.page("results", language)

    for form in range(2):
        told = []
        seen: Counter[str] = Counter()
        for title, pieces in page.drawings():
            seen[title] += 1
            if title not in charts or seen[title] == form + 1:
                told += drawn(reader, title, pieces, charts)
        check(iter(told), world, ["own"], ABOVE)
        check(iter(told), world, ["median"], ["dimensions", "indicators"])
    check_years(page.drawings(), world, reader, charts)


def check_years(
    drawings: Iterable[tuple[str, list[str]]], world: World, reader: Reader, charts: dict[str, str]
) -> None:
    """The present year of every dimension: own score and median, in whichever order they stand."""
    found = [pieces for title, pieces in drawings if charts.get(title) == "years"]
    assert found
    for pieces in found:
        told = Counter(reader.labels(pieces, ["any", "any"], rest=""))
        assert told == Counter(
            ((node, "any"), world.figures[node, kind])
            for node in nodes(world, "dimensions")
            for kind in ("own", "median")
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_interactive_charts_say_and_where_they_put_it(world: World, language: str) -> None:
    reader = world.reader(language)
    radar, dots, years = world.page("results", language).explored()

    check(of_traces(reader, radar, "theta", "r"), world, ["own", "median"], ["dimensions"])
    check(
        of_traces(reader, dots, "y", "x"),
        world,
        ["own", "lower", "median", "upper"],
        ["indicators"],
    )
    check(of_years(reader, years), world, ["own", "median"], ["dimensions"])


def of_traces(reader: Reader, figure: dict[str, Any], labels: str, values: str) -> Told:
    """Read points and the words that the pointer brings; both must be the same figure."""
    for trace in figure["data"]:
        for n, label in enumerate(trace[labels]):
            node, told = reader.node(label), trace["customdata"][n]
            assert node is not None
            if trace["type"] == "bar":
                low, size = trace["base"][n], trace[values][n]
                yield (node, "lower"), same(told[0], low)
                yield (node, "upper"), same(told[1], low + size)
            else:
                kind = reader.headings[spaceless(trace["name"])]
                yield (node, kind), same(told, trace[values][n])


def of_years(reader: Reader, figure: dict[str, Any]) -> Told:
    names = [reader.node(each["text"]) for each in figure["layout"]["annotations"]]
    for trace in figure["data"]:
        node = names[int(trace["yaxis"][1:] or 1) - 1]
        kind = reader.headings[spaceless(trace["name"])]
        for year, value, told in zip(trace["x"], trace["y"], trace["customdata"], strict=True):
            if year == "2025" and node is not None:
                yield (node, kind), same(told, value)


def same(told: str, value: float) -> str:
    assert half_up(Fraction(str(round(value, 6)))) == told
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_score_opened_up_on_the_page(world: World, language: str) -> None:
    reader = world.reader(language)
    (opened,) = world.page("results", language).all("details", class_="trace")

    told = []
    for tag in ("p", "summary", "caption"):
        for element in opened.iter(tag):
            text = figures_told.words_of(element)
            node = next((n for cut in cuts(text) if (n := reader.node(cut)) is not None), None)
            if node is not None:
                told.append(((node, "own"), FIGURES.findall(text)[0]))
                told += [((node, "own"), end) for end in ends(text)]

    check(iter(told), world, ["own"], ABOVE)
    assert len(told) > 2 * len(nodes(world, "indicators"))


def cuts(text: str) -> list[str]:
    """Return the words before the first figure."""
    return [FIGURES.split(text, maxsplit=1)[0]]


def ends(text: str) -> list[str]:
    """Return where a sum leads."""
    return [text.rpartition("→")[2].strip()] if "→" in text else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_findings_and_moves_of_the_page(world: World, language: str) -> None:
    page = world.page("results", language)
    texts = [
        figures_told.words_of(each)
        for tag in ("h1", "dd", "p", "li", "small")
        for each in page.all(tag)
    ]
    facts = [figures_told.words_of(each) for each in page.all("dl", class_="figures")[0].iter("dd")]

    check_facts(facts, world, language)
    check_sentences(texts, world)


def check_facts(facts: list[str], world: World, language: str) -> None:
    w, figures = words(LANGUAGES[language]), world.figures
    told = spaceless("|".join(facts))
    assert told.startswith(figures[TOTAL, "own"])
    assert figures[TOTAL, "change"] in told
    assert spaceless(w.places[figures[TOTAL, "place"]]) in told
    count = {"zh": f"{figures[TOTAL, 'n']}家", "en": f"{figures[TOTAL, 'n']}banks"}
    assert count[language] in told


def check_sentences(texts: Iterable[str], world: World) -> None:
    """Whatever is told in a sentence with two decimals is some figure that is stored."""
    known = {text.lstrip("+−") for text in world.figures.values()}
    steps = {half_up(step_of(world, node)) for level in ABOVE for node in nodes(world, level)}
    own, upper = (Decimal(world.figures[TOTAL, kind]) for kind in ("own", "upper"))
    known.add(str(abs(own - upper)))
    told = [f.lstrip("+−") for text in texts if "÷" not in text for f in SCORES.findall(text)]
    assert len(told) > 20
    assert set(told) - known - steps - set(lifted(world)) == set()


def step_of(world: World, node: str) -> Fraction:
    """What one answer can move."""
    model = world.cohort.model
    inside = [q for q in model.scored if node == TOTAL or q.code.startswith(node)]
    return Fraction(25, len(inside))


def lifted(world: World) -> list[str]:
    """What the plan leads to, which is the business of its own tests."""
    card = build(world.submission, language="en")
    return [f.lstrip("+−") for f in FIGURES.findall(card.plan_lead)[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scorecard_on_paper(world: World, language: str) -> None:
    paper = world.paper("scorecard", language)
    years = {"2024": "before", "2025": "own", "Change": "change", "变化": "change"}
    reader, charts = world.reader(language, **years), world.charts(language)

    tables = [pair for _table, rows in paper.tables() for pair in reader.rows(rows)]
    told = [*tables, *on_paper(reader, paper, charts)]

    check(iter(tables), world, ["own"], [*ABOVE, "questions"])
    check(iter(tables), world, ["median", "gap", "change", "before"], ["dimensions"])
    check(iter(told), world, ["own", "median", "gap"], ["dimensions", "indicators"])
    check(iter(heads(reader, paper)), world, ["median", "gap"], ["indicators"])
    check(iter(sums(reader, paper)), world, ["own"], ABOVE)
    check_years(figures_told.paper_drawings(paper), world, reader, charts)
    check_facts(facts_of(paper), world, language)
    check_sentences((paper.text(p) for p in paper.root.all("P", "H1", "H2", "LBody")), world)


@pytest.mark.parametrize("name", ["scorecard", "one_page"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_with_years_and_a_plan_keep_the_laws(world: World, language: str, name: str) -> None:
    assert laws.faults_of(world.paper(name, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_alone(world: World, language: str) -> None:
    paper = world.paper("one_page", language)
    reader, charts = world.reader(language), world.charts(language)

    tables = [pair for _table, rows in paper.tables() for pair in reader.rows(rows)]
    told = list(on_paper(reader, paper, charts))

    check(iter(tables), world, ["own", "median", "gap"], ["total", "dimensions"])
    check(iter(told), world, ["own"], ABOVE)
    check(iter(told), world, ["median"], ["dimensions"])
    check_facts(facts_of(paper), world, language)


def on_paper(reader: Reader, paper: Paper, charts: dict[str, str]) -> Told:
    for title, pieces in figures_told.paper_drawings(paper):
        yield from drawn(reader, title, pieces, charts)


def heads(reader: Reader, paper: Paper) -> Told:
    """The line below the strip of every indicator: the median and the gap."""
    for element in paper.root.walk():
        titles = [each for each in element.children if each.kind == "H3"]
        node = reader.node(paper.text(titles[0])) if titles else None
        if node is not None:
            last = [each for each in element.children if each.kind == "P"][-1]
            found = FIGURES.findall(paper.text(last))
            yield from (((node, k), f) for k, f in zip(("median", "gap"), found, strict=True))


def sums(reader: Reader, paper: Paper) -> Told:
    """Where the sums of the annex lead."""
    for _table, rows in paper.tables():
        for row in rows:
            node = reader.node(row[0])
            yield from (((node, "own"), end) for cell in row for end in ends(cell) if node)


def facts_of(paper: Paper) -> list[str]:
    """The key figures of the first page, and the place in words."""
    items = [each for each in paper.root.all("LBody") if paper.pages_of(each) == {0}]
    texts = [paper.text(each) for each in items]
    start = next(n for n, text in enumerate(texts) if FIGURES.match(text))
    return texts[start:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_results(world: World, language: str) -> None:
    book = load_workbook(BytesIO(world.file("workbook", language)))
    overview, scores, medians, *_others = book.worksheets
    facts = [str(cell.value) for row in overview.iter_rows() for cell in row if cell.value]

    kinds = ["own", "n", "mean", "lower", "median", "upper", "gap"]
    check(of_workbook(scores), world, kinds, [*ABOVE, "questions"])
    start = facts.index(world.figures[TOTAL, "own"])
    check_facts(facts[start:], world, language)
    # This bank, and its group first of those it belongs to.
    _head, *rows = [row for row in medians.iter_rows() if row[1].value is not None]
    codes = [dimension.code for dimension in world.cohort.model.dimensions]
    for node, row in zip([*codes, TOTAL], rows, strict=True):
        assert in_cell(row[1]) == world.figures[node, "own"]
        assert in_cell(row[2]) == world.figures[node, "median"]


def in_columns(sheet: Any, name: int, figure: int, head: int = 1) -> list[list[str]]:
    """Return what two columns tell, where there is a figure."""
    rows = list(sheet.iter_rows())[head:]
    return [[str(r[name].value), in_cell(r[figure])] for r in rows if r[figure].value is not None]


def of_workbook(sheet: Any) -> Told:
    _head, *rows = sheet.iter_rows()
    columns = {3: "own", 8: "n", 9: "mean", 10: "lower", 11: "median", 12: "upper", 13: "gap"}
    for row in rows:
        node = row[0].value or TOTAL
        for column, kind in columns.items():
            if row[column].value is not None:
                yield (node, kind), in_cell(row[column], kind)


def in_cell(cell: Any, kind: str = "own") -> str:
    """Write what is stored in a cell, which must be no more exact than what the cell shows."""
    if kind == "n":
        return str(cell.value)
    assert cell.number_format in ("0.00", "+0.00;−0.00;0.00"), cell.number_format
    figure = Decimal(str(cell.value))
    exponent = figure.as_tuple().exponent
    assert isinstance(exponent, int)
    figure = figure.quantize(Decimal("0.01")) if exponent > -2 else figure
    return figures_told.signed(figure) if kind == "gap" and -exponent <= 2 else str(figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api(world: World, language: str) -> None:
    person = world.cohort.person_at(world.submission, Role.COORDINATOR)
    name = f"Test {language}"
    _row, key = make_token(person, bank=world.submission.bank, name=name, days=30, by=person)
    client = Client(headers={"authorization": f"Bearer {key}", "accept-language": language})

    result = client.get(reverse("api:result", args=[world.submission.pk])).json()
    cycles = client.get(reverse("api:cycles")).json()["cycles"]

    kinds = ["own", "n", "mean", "lower", "median", "upper", "gap"]
    check(of_json(result["score"]), world, kinds, [*ABOVE, "questions"])
    assert cycles[0]["score"] == world.figures[TOTAL, "own"]
    assert of_articles(world, language) == {
        article["title"]: article["score"] or figures_told.DASH
        for each in result["regulation"]
        for article in each["articles"]
    }


def of_json(node: dict[str, Any]) -> Told:
    code = node["code"] or TOTAL
    if node["score"] is not None:
        yield (code, "own"), node["score"]
    if node["gap"] is not None:
        sign = "−" if node["gap"].startswith("-") else "+" if Decimal(node["gap"]) else ""
        yield (code, "gap"), sign + node["gap"].lstrip("-")
    if node["peers"]:
        names = {"banks": "n", "lower_quartile": "lower", "upper_quartile": "upper"}
        yield from (((code, names.get(k, k)), str(v)) for k, v in node["peers"].items())
    for part in node["parts"]:
        yield from of_json(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_regulation_covered(world: World, language: str) -> None:
    """The coverage page, its workbook, the results page, the workbook of results, the PDF."""
    ours = {spaceless(title): score for title, score in of_articles(world, language).items()}
    reader = world.reader(language)
    page, results = world.page("coverage", language), world.page("results", language)
    book = load_workbook(BytesIO(world.file("coverage_workbook", language)))
    paper = world.paper("scorecard", language)
    of_results = load_workbook(BytesIO(world.file("workbook", language))).worksheets[-2]

    surfaces = [
        [row for rows in page.tables() for row in rows],
        [row for rows in results.tables() for row in rows],
        [row for _table, rows in paper.tables() for row in rows],
        in_columns(book.worksheets[0], 1, 3, head=4),
        in_columns(of_results, 2, 3),
    ]
    for rows in surfaces:
        titled = [
            (spaceless(row[0]).lstrip("0123456789"), spaceless(row[1]))
            for row in rows
            if len(row) > 1
        ]
        told = [(title, score) for title, score in titled if title in ours]
        assert [(title, score) for title, score in told if ours[title] != score] == []
        assert len(told) > 15
    questions = in_columns(book.worksheets[-2], 0, 3)
    check((((code, "own"), score) for code, score in questions), world, ["own"], ["questions"])
    whole = [
        (reader.node(FIGURES.split(each)[0]), FIGURES.findall(each)[0])
        for span in page.all("span", class_="covering-question")
        if any(part.get("class") == "own" for part in span)
        for each in [figures_told.words_of(span)]
    ]
    check((((n, "own"), f) for n, f in whole if n), world, ["own"], ["dimensions"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_what_if_and_the_plan_begin(world: World, language: str) -> None:
    reader = world.reader(language, **TRIED[language])
    page, plan = world.page("what_if", language), world.page("plan", language)
    w = words(LANGUAGES[language])

    told = [pair for rows in page.tables() for pair in reader.rows(rows)]
    beside = [
        ((span.get("data-figures", ""), "own"), figures_told.words_of(span))
        for span in page.all("span")
        if span.get("data-figures")
    ]
    places = [
        (reader.node(row[0]), row[-1])
        for rows in page.tables()
        for row in rows
        if reader.node(row[0])
    ]
    (lead,) = page.all("h1")
    starts = FIGURES.findall(figures_told.words_of(plan.all("p", class_="lead")[0]))

    check(iter(told), world, ["own"], ABOVE)
    check(iter(beside), world, ["own"], ["indicators"])
    assert dict(places) == {
        node: w.places[world.figures[node, "place"]]
        for level in ABOVE
        for node in nodes(world, level)
        if (node, "place") in world.figures
    }
    assert FIGURES.findall(figures_told.words_of(lead))[0] == world.figures[TOTAL, "own"]
    assert starts[0] == world.figures[TOTAL, "own"]


def test_a_place_is_told_from_the_figures_that_are_shown(world: World) -> None:
    """A score just below a band is never rounded into it, and its place follows what is read."""
    results = results_of(world.submission)
    assert results.peers is not None
    median = PublicStatistic("all", TOTAL, 12, *map(Decimal, ("60", "50", "60.00", "70")))
    lineage = {results.peers.group.code: {TOTAL: median}}
    peers = replace(results.peers, lineage=lineage)
    total = replace(results.score, value=Fraction("59.996"), band=3)
    material = Material(replace(results, score=total, peers=peers), "en")

    told = (str(material.total.value), material.gap(TOTAL), specs.quarter(material).place)

    assert told == ("59.99", Decimal("-0.01"), Place.LOWER_MIDDLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_alliance(world: World, language: str) -> None:
    """What is reviewed, and what a publication holds."""
    client = world.client(Role.ANALYST, language)
    reader = world.reader(language, **MEANS[language], Points="own")
    of_bank = reverse("admin:assessments_submission_change", args=[world.submission.pk])
    of_all = reverse("admin:reports_publication_change", args=[world.cohort.publication.pk])

    review = Html(client.get(of_bank).content.decode())
    publication = Html(client.get(of_all).content.decode())

    told = [pair for rows in review.tables() for pair in reader.rows(rows)]
    heads = [figures_told.words_of(h) for tag in ("h2", "caption", "tr") for h in review.all(tag)]
    told += [
        ((node, "own"), FIGURES.findall(text)[0])
        for text in heads
        if FIGURES.search(text) and (node := labelled(reader, text)) is not None
    ]
    peers = [pair for rows in publication.tables() for pair in reader.rows(rows)]
    check(iter(told), world, ["own"], [*ABOVE, "questions"])
    check(iter(peers), world, ["mean", "lower", "median", "upper"], ABOVE)


def labelled(reader: Reader, text: str) -> str | None:
    """Return the node above questions whose label stands before the figure."""
    node = reader.node(FIGURES.split(text)[0])
    return None if node is None or "-Q" in node else node


def test_the_dashboard_of_the_year_after(world: World) -> None:
    """The total of the year before stands beside its link."""
    client = world.client(Role.COORDINATOR, "en")
    page = Html(client.get(reverse("assessments:dashboard")).content.decode())

    told = [f for each in page.all("td") for f in FIGURES.findall(figures_told.words_of(each))]

    assert told == [world.figures[TOTAL, "before"]]


def test_all_scorecards_in_one_file_are_those_that_the_bank_takes(world: World) -> None:
    rows = ScorecardFile.objects.filter(submission=world.submission)
    ScorecardFile.objects.exclude(pk__in=rows).delete()
    preparing.prepare_scorecards(timezone.now())
    client = world.client(Role.LEAD_ANALYST, "en")
    url = reverse("admin:reports_publication_scorecards", args=[world.cohort.publication.pk])

    packed = ZipFile(BytesIO(client.get(url).getvalue()))

    code = world.submission.bank.code
    assert {name: packed.read(name) for name in packed.namelist()} == {
        f"scorecard-2025-{code}-{language}.pdf": world.file("scorecard", language)
        for language in LANGUAGES
    }
