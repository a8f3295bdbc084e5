"""Builds the product's fonts: subsets of Noto Sans CJK and Noto Serif CJK under own names.

Run with the product's environment: python tools/build_fonts.py FOLDER_OF_NOTO_CJK
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "static" / "fonts"
EDITION = ROOT / "fixtures" / "hive_model" / "2022.yaml"
TEMPLATES = ROOT / "templates"
TEXTS = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADING = re.compile(r'<(?:h1|p class="takeaway")[^>]*>\{% translate "([^"]+)" %\}')
TRANSLATION = re.compile(r'msgid "(.+)"\nmsgstr "(.+)"')
WORDMARK, MARKS = "蜂巢", "，。：；、？！（）“”‘’…—《》"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
PUNCTUATION = [ord(c) for c in "‐‑–—―‘’“”…·•′″‰€™−×÷±≈≠≤≥→←↑↓△▲▼▶●○□■◇◆★☆✓✗〇﹣"]
FULL_WIDTH = [*range(0x3000, 0x3018), *range(0xFF01, 0xFF5F), 0xFFE5]
# What Chinese sets full-width or in the middle of its square comes from the Chinese font.
WIDE = {ord(c) for c in "‐‑–—―‘’“”…·•"}
# How many characters a file of the web holds.
PART = 90
KEPT_NAMES = (0, 5, 7, 8, 11, 13, 14)
REPLACED_NAMES = (1, 2, 3, 4, 6)


@dataclass(frozen=True)
class Face:
    """One style of one family, and the file of the collection that it is cut from."""

    family: str
    style: str
    weight: int
    collection: str
    region: str
    features: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.family.replace(' ', '')}-{self.style}"


def faces(family: str, region: str, *features: str) -> tuple[Face, ...]:
    """Name the three styles of a script: Chinese forms from the SC face, Latin from the KR face."""
    sans, serif = f"Hive Sans{family}", f"Hive Serif{family}"
    return (
        Face(sans, "Regular", 400, "NotoSansCJK-Regular.ttc", region, features),
        Face(sans, "Bold", 700, "NotoSansCJK-Bold.ttc", region, features),
        Face(serif, "Bold", 700, "NotoSerifCJK-Bold.ttc", region, features),
    )


# The SC faces set ’ “ ” full-width, as Chinese needs them; the KR faces hold the narrow ones.
# "halt" closes up neighbouring punctuation, "ccmp" joins the two halves of a Chinese dash.
CHINESE = faces("", "SC", "halt", "ccmp")
ENGLISH = faces(" Latin", "KR", "kern")
HEADLINES = CHINESE[-1]


def main() -> None:
    """Write every font for print and web and the style sheet that the web loads them by."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder that holds NotoSansCJK-Regular.ttc")
    folder = parser.parse_args().folder
    for old in HERE.glob("*.woff2"):
        old.unlink()
    for face in CHINESE:
        write(folder, face, gb2312(), f"{face.name}.otf")
    for face in ENGLISH:
        write(folder, face, latin(), f"{face.name}.otf")
        write(folder, face, latin(), f"{face.name}.woff2", "woff2")
    parts = headline_parts()
    for number, part in enumerate(parts):
        write(folder, HEADLINES, part, f"{HEADLINES.name}-{number}.woff2", "woff2")
    (HERE.parent / "css" / "fonts.css").write_text(web_sheet(parts), encoding="utf-8")


def latin() -> frozenset[int]:
    """Characters of the English faces."""
    return frozenset([*LATIN, *PUNCTUATION])


def gb2312() -> frozenset[int]:
    """Characters of the Chinese faces: GB2312 and the signs the product sets."""
    codes = (bytes((a, b)) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    decoded = (code.decode("gb2312", errors="ignore") for code in codes)
    return latin() | {ord(c) for c in decoded if c} | set(FULL_WIDTH)


def headline_parts() -> list[Sequence[int]]:
    """Divide the headline face for the web: what fixed headings need, then ever rarer characters.

    A page fetches only the parts that its headings have a character of; what our own texts never
    say comes from the reader's fonts.
    """
    unwrapped = TEXTS.read_text(encoding="utf-8").replace('"\n"', "")
    translations = dict(TRANSLATION.findall(unwrapped))
    wanted = gb2312() - (latin() - WIDE)
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted(TEMPLATES.rglob("*.html")))
    fixed = [translations.get(text, "") for text in HEADING.findall(pages)]
    first = wanted & set(map(ord, "".join([WORDMARK, MARKS, *fixed])))
    words = Counter("".join(translations.values()) + EDITION.read_text(encoding="utf-8"))
    rest = [ord(c) for c, _ in words.most_common() if ord(c) in wanted - first]
    parts = (rest[start : start + PART] for start in range(0, len(rest), PART))
    return [sorted(first), *parts]


def write(
    folder: Path, face: Face, characters: Iterable[int], file: str, flavour: str | None = None
) -> None:
    """Cut one file out of a collection."""
    font = cut(folder / face.collection, face, characters)
    font.flavor = flavour
    font.save(HERE / file)
    sys.stdout.write(f"{file}: {(HERE / file).stat().st_size // 1024} KB\n")


def cut(collection: Path, face: Face, characters: Iterable[int]) -> TTFont:
    """Take the region's font, keep only these characters and features, and rename it."""
    font = regional(collection, face.region)
    if face in ENGLISH:
        set_on_baseline(font, "…")
    options = Options(layout_features=list(face.features), name_IDs=["*"], notdef_outline=True)
    options.desubroutinize = False
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font, face)
    return font


def regional(collection: Path, region: str) -> TTFont:
    """Find the proportional font of a region in a collection; later fonts are the mono ones."""
    for font in TTCollection(str(collection), lazy=True).fonts:
        if font["name"].getDebugName(1).endswith(f" CJK {region}"):
            return font
    raise LookupError(f"{collection} holds no font for {region}")


def set_on_baseline(font: TTFont, character: str) -> None:
    """Map a character to its proportional form, which in Latin text stands on the baseline."""
    substitutions = font["GSUB"].table
    records = substitutions.FeatureList.FeatureRecord
    number = next(r.Feature.LookupListIndex[0] for r in records if r.FeatureTag == "pwid")
    mapping: dict[str, str] = {}
    for table in substitutions.LookupList.Lookup[number].SubTable:
        mapping |= getattr(table, "ExtSubTable", table).mapping
    glyph = mapping[font.getBestCmap()[ord(character)]]
    for table in font["cmap"].tables:
        if ord(character) in getattr(table, "cmap", {}):
            table.cmap[ord(character)] = glyph


def rename(font: TTFont, face: Face) -> None:
    """Give a changed font its own names, as its licence asks, and keep who made it."""
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in KEPT_NAMES and n.platformID == 3]
    full = f"{face.family} {face.style}"
    values = (face.family, face.style, f"{full} subset", full, face.name)
    for name_id, value in zip(REPLACED_NAMES, values, strict=True):
        names.setName(value, name_id, 3, 1, 0x409)
    for top in font["CFF "].cff.topDictIndex:
        top.FamilyName, top.FullName = face.family, full
    font["CFF "].cff.fontNames = [face.name]
    font["OS/2"].usWeightClass = face.weight


def web_sheet(parts: Sequence[Sequence[int]]) -> str:
    """Write the web's @font-face rules.

    On a Chinese page Latin and figures are ours, and so is the Chinese of headlines, in parts; that
    of the text is the system's own.
    """
    rules = ["/* Written by tools/build_fonts.py. */"]
    narrow = ",".join(ranges(latin() - WIDE))
    for face, english in zip(CHINESE, ENGLISH, strict=True):
        rules.append(rule(face, english.name, narrow))
    for number, part in enumerate(parts):
        rules.append(rule(HEADLINES, f"{HEADLINES.name}-{number}", ",".join(ranges(part))))
    rules += [rule(face, face.name, "") for face in ENGLISH]
    return "\n".join(rules) + "\n"


def rule(face: Face, file: str, unicode_range: str) -> str:
    """Write one @font-face."""
    limited = f" unicode-range: {unicode_range};" if unicode_range else ""
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-display: swap; src: url("../fonts/{file}.woff2") format("woff2");{limited} }}'
    )


def ranges(characters: Iterable[int]) -> Iterator[str]:
    """Write code points as CSS ranges: ``U+20-7E``."""
    ordered = sorted(characters)
    start = last = ordered[0]
    for code in [*ordered[1:], -1]:
        if code == last + 1:
            last = code
            continue
        yield f"U+{start:X}" if start == last else f"U+{start:X}-{last:X}"
        start = last = code


if __name__ == "__main__":
    main()
