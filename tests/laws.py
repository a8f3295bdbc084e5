"""What holds for every paper that is set: each law returns what breaks it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from tests.inked import Element, Letter, Page, Paper

SMALLEST = 6.5
# The type area of every page, in points from its edges: 18 mm, and below it a foot of two lines.
SIDE, FOOT = 51.0, 24.0
# Letters may touch and lean over their neighbours by some hundredths of their size.
LEAN = 0.12
BLOCKS = ("P", "H1", "H2", "H3", "H4", "TD", "TH", "LBody", "Caption")
HEADINGS = ("H1", "H2", "H3", "H4")
# GB/T 15834: what closes never begins a line, what opens never ends one.
CLOSING = frozenset("，。、；：？！）】》〉」』”’…％%·")
OPENING = frozenset("（【《〈「『“‘")
IN_FIGURES = frozenset("0123456789.")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

Faults = Iterator[str]


def faults_of(paper: Paper) -> list[str]:
    """Return whatever breaks any of the laws."""
    return [f"{law.__name__}: {fault}" for law in LAWS for fault in law(paper)]


def within_the_page(paper: Paper) -> Faults:
    """Nothing is written outside the type area."""
    for page in paper.pages:
        out = [x for x in _ink(page.letters) if not _is_within(x, _type_area(page), 1)]
        if out:
            yield f"page {page.number + 1}: {_words(out)}"


def within_their_drawing(paper: Paper) -> Faults:
    """What a figure says stands where the figure says it stands, on its page."""
    for figure in paper.root.all("Figure"):
        (page,) = paper.pages_of(figure)
        inside = _type_area(paper.pages[page])
        corners = (figure.box[0], figure.box[1], figure.box[2], figure.box[3])
        if not _contains(inside, corners):
            yield f"{figure.alt}: its box {corners} is not on the page"
        out = [x for x in _ink(paper.letters(figure)) if not _is_within(x, corners, 1)]
        if out:
            yield f"{figure.alt}: {_words(out)}"


def within_their_cell(paper: Paper) -> Faults:
    """The cells of a row stand beside each other, and the rows below each other."""
    for table in paper.root.all("Table"):
        floor = None
        for row in table.all("TR"):
            cells = [_ink(paper.letters(cell)) for cell in row.all("TH", "TD")]
            filled = [cell for cell in cells if cell]
            for one, other in pairwise(filled):
                if max(x.right for x in one) > min(x.left for x in other):
                    yield f"{_words(one)} reaches into {_words(other)}"
            if not filled:
                continue
            top = max(x.top for cell in filled for x in cell)
            if floor is not None and top > floor:
                yield f"{_words(filled[0])} reaches into the row above"
            floor = min(x.bottom for cell in filled for x in cell)


def not_over_each_other(paper: Paper) -> Faults:
    """No letter lies over another one."""
    for page in paper.pages:
        squares: dict[tuple[int, int], list[Letter]] = defaultdict(list)
        for letter in _ink(page.letters):
            for x in range(int(letter.left // 16), int(letter.right // 16) + 1):
                for y in range(int(letter.bottom // 16), int(letter.top // 16) + 1):
                    squares[x, y].append(letter)
        for letters in squares.values():
            for one, other in combinations(letters, 2):
                if _is_over(one, other):
                    yield f"page {page.number + 1}: {one.sign} and {other.sign} at {one.left:.0f}"


def large_enough(paper: Paper) -> Faults:
    """Nothing is set below 6.5 pt."""
    for page in paper.pages:
        small = [x for x in _ink(page.letters) if round(x.size, 2) < SMALLEST]
        if small:
            least = min(x.size for x in small)
            yield f"page {page.number + 1}, {least:.2f} pt: {_words(small)}"


def punctuated_as_the_standard_has_it(paper: Paper) -> Faults:
    """No line begins with what closes or ends with what opens."""
    for block in _blocks(paper):
        lines = _lines(_ink(paper.letters(block)))
        for line in lines:
            if line[0].sign in CLOSING or line[-1].sign in OPENING:
                yield _words(line)


def with_whole_figures(paper: Paper) -> Faults:
    """No figure of a table goes on in another line."""
    for cell in paper.root.all("TD", "TH"):
        for line, following in pairwise(_lines(paper.letters(cell))):
            if line[-1].sign in IN_FIGURES and following[0].sign in IN_FIGURES:
                yield f"{_words(line)} / {_words(following)}"


def headed_by_what_follows(paper: Paper) -> Faults:
    """A heading is followed by something on its page, below its first line."""
    blocks = [each for each in paper.root.walk() if each.marks and paper.letters(each)]
    for heading in paper.root.all(*HEADINGS):
        own = set(_marks(heading))
        last = max(n for n, each in enumerate(blocks) if own & set(each.marks))
        (page,) = paper.pages_of(heading)
        top = max(x.top for x in paper.letters(heading))
        below = [
            each
            for each in blocks[last + 1 : last + 2]
            if page in paper.pages_of(each) and min(x.bottom for x in paper.letters(each)) < top
        ]
        if not below:
            yield paper.text(heading)


def whole(paper: Paper) -> Faults:
    """No table goes on on another page: what goes on has no caption of its own."""
    tables = paper.root.all("Table")
    inner = {id(each) for table in tables for each in table.all("Table")[1:]}
    for table in tables:
        if id(table) not in inner and not table.all("Caption"):
            yield _words(paper.letters(table))


def of_known_letters(paper: Paper) -> Faults:
    """Every letter has a glyph, and the font says what it stands for."""
    for page in paper.pages:
        lost = [x for x in page.letters if not x.is_mapped or x.sign == REPLACEMENT]
        if lost or page.blanks:
            yield f"page {page.number + 1}: {len(lost)} unknown, {page.blanks} without a glyph"


LAWS: Sequence[Callable[[Paper], Faults]] = (
    within_the_page,
    within_their_drawing,
    within_their_cell,
    not_over_each_other,
    large_enough,
    punctuated_as_the_standard_has_it,
    with_whole_figures,
    headed_by_what_follows,
    whole,
    of_known_letters,
)


def _ink(letters: Sequence[Letter]) -> list[Letter]:
    return [letter for letter in letters if letter.is_visible]


def _type_area(page: Page) -> tuple[float, float, float, float]:
    return SIDE, FOOT, page.width - SIDE, page.height - SIDE


def _is_within(letter: Letter, box: tuple[float, ...], slack: float) -> bool:
    corners = (letter.left + slack, letter.bottom + slack, letter.right - slack, letter.top - slack)
    return _contains(box, corners)


def _contains(box: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    left, bottom, right, top = box
    return left <= inner[0] and bottom <= inner[1] and inner[2] <= right and inner[3] <= top


def _is_over(one: Letter, other: Letter) -> bool:
    lean = LEAN * min(one.size, other.size)
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    return wide > lean and high > lean


def _blocks(paper: Paper) -> list[Element]:
    return paper.root.all(*BLOCKS)


def _marks(element: Element) -> list[tuple[int, int]]:
    return [mark for each in element.walk() for mark in each.marks]


def _lines(letters: Sequence[Letter]) -> list[list[Letter]]:
    lines: list[list[Letter]] = []
    for letter in letters:
        if lines and abs(lines[-1][-1].base - letter.base) < letter.size / 4:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return lines


def _words(letters: Sequence[Letter]) -> str:
    text = "".join(letter.sign for letter in letters)
    return text if len(text) <= 60 else f"{text[:60]}…"
