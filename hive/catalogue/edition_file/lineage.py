"""The section of an edition file that says where its questions come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hive.catalogue.edition_file.entries import EditionFaults, Entry, unique
from hive.core.lineage import NO, YES, codes_of
from hive.core.model import Descent, HiveModel, Kind, Lineage, Origin, Question

# Finds an edition by its code; None when nobody knows it.
Find = Callable[[str], HiveModel | None]
Questions = Mapping[str, Question]

# Of a factor, on either side of the point: as many as the catalogue keeps.
MOST_DIGITS = 10
ONE_TO_ONE = (Descent.SAME, Descent.REWORDED)


def read_lineage(top: Entry, own: str, questions: Questions, find: Find) -> Lineage | None:
    """Read where each of an edition's ``questions`` comes from; None when the file does not say."""
    if not top.has("lineage"):
        return None
    entry = top.entry("lineage")
    earlier = entry.string("earlier")
    old = _questions_of(entry, own, earlier, find)
    entries = list(entry.entries("questions"))
    codes = [e.string("code") for e in entries]
    unique(entry, "questions", codes)
    origins: dict[str, Origin] = {}
    for code, item in zip(codes, entries, strict=True):
        if code and code not in questions:
            item.fault(f"this edition has no question {code!r}", "code")
        origins[code] = _origin(item, code, questions.get(code), old)
        item.finish()
    for code in (code for code in questions if code not in origins):
        entry.fault(f"{code} is not named", "questions")
    lineage = Lineage(earlier, origins, _codes(entry, "dropped", []))
    if old is not None:
        _check_descendants(entry, lineage, old)
    entry.finish()
    return lineage


def _questions_of(entry: Entry, own: str, earlier: str, find: Find) -> Questions | None:
    if not earlier:
        return None
    if earlier == own:
        entry.fault("names this edition itself", "earlier")
        return None
    try:
        found = find(earlier)
    except EditionFaults as faults:
        entry.fault(f"the file of edition {earlier} is refused itself: {faults}", "earlier")
        return None
    if found is None:
        entry.fault(f"edition {earlier} is neither loaded nor in a file beside", "earlier")
        return None
    return found.questions


def _origin(entry: Entry, code: str, question: Question | None, old: Questions | None) -> Origin:
    written = entry.one_of("kind", list(Descent))
    descent = Descent(written) if written in list(Descent) else Descent.SAME
    sources = _codes(entry, "from", [code] if descent in ONE_TO_ONE else [])
    _check_number_of_sources(entry, descent, len(sources))
    origin = Origin(descent, sources, _options(entry), _factor(entry))
    if descent not in ONE_TO_ONE:
        for name in ("options", "factor"):
            if entry.has(name):
                entry.fault(f"does not fit a question that is {descent}", name)
    elif question is not None and old is not None and len(sources) == 1 and sources[0] in old:
        _check_answers(entry, origin, old[sources[0]], question)
    return origin


def _codes(entry: Entry, name: str, default: Sequence[str]) -> tuple[str, ...]:
    """Return one code or a list of codes, none of them twice."""
    codes = entry.raw(name, list(default))
    codes = [codes] if isinstance(codes, str) else codes
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        entry.fault("must be a code or a list of codes", name)
        return ()
    unique(entry, name, codes)
    return tuple(codes)


def _options(entry: Entry) -> Mapping[str, str | None] | None:
    if not entry.has("options"):
        return None
    nested = entry.entry("options")
    return {_word(key): _word(nested.raw(key)) for key in nested.values}


def _word(value: Any) -> Any:
    """Return a code as text: YAML takes 3 for a number and yes for a truth."""
    match value:
        case None:
            return None
        case bool():
            return YES if value else NO
        case _:
            return str(value)


def _factor(entry: Entry) -> Decimal | None:
    factor = entry.positive("factor") if entry.has("factor") else None
    if factor is not None and (factor >= 10**MOST_DIGITS or factor * 10**MOST_DIGITS % 1):
        entry.fault(f"takes at most {MOST_DIGITS} digits before and after the point", "factor")
    return factor


def _check_number_of_sources(entry: Entry, descent: Descent, number: int) -> None:
    match descent:
        case Descent.NEW if number > 0:
            entry.fault("must not be given for a new question", "from")
        case Descent.MERGED if number < 2:
            entry.fault("needs two or more questions for a merged one", "from")
        case Descent.SAME | Descent.REWORDED | Descent.SPLIT if number != 1:
            entry.fault(f"needs one question for one that is {descent}", "from")


def _check_answers(entry: Entry, origin: Origin, old: Question, new: Question) -> None:
    """Check that every answer to the old question has a counterpart, or is said to have none."""
    if Kind.NUMBER in (old.kind, new.kind):
        _check_figures(entry, origin, old, new)
        return
    if origin.factor is not None:
        entry.fault("fits figures only", "factor")
    if origin.options is not None:
        _check_map(entry, origin.options, codes_of(old), codes_of(new))
    elif old.kind is not new.kind:
        entry.fault(f"is missing: {old.code} was of type {old.kind}, this is {new.kind}", "options")
    else:
        for code in codes_of(old):
            if code not in codes_of(new):
                entry.fault(f"is missing: this question has no {code!r}", "options")


def _check_figures(entry: Entry, origin: Origin, old: Question, new: Question) -> None:
    if old.kind is not new.kind:
        entry.fault(f"{old.code} was of type {old.kind}, this is {new.kind}: call it new", "kind")
    elif origin.options is not None:
        entry.fault("fits choices only", "options")
    elif old.unit != new.unit and origin.factor is None:
        entry.fault("is missing: the unit changed (1 where only its name did)", "factor")


def _check_map(
    entry: Entry,
    options: Mapping[str, str | None],
    old: Sequence[str],
    new: Sequence[str],
) -> None:
    for code in old:
        if code not in options:
            entry.fault(f"say nothing of the old {code!r}", "options")
    for code, target in options.items():
        if code not in old:
            entry.fault(f"name {code!r}, which the old question has not", "options")
        if target is not None and target not in new:
            entry.fault(f"lead to {target!r}, which this question has not", "options")


def _check_descendants(entry: Entry, lineage: Lineage, old: Questions) -> None:
    """Check that everything came of each old question that the kinds allow, and was said once."""
    heirs: defaultdict[str, list[str]] = defaultdict(list)
    for code, origin in lineage.origins.items():
        for source in origin.sources:
            heirs[source].append(code)
    for source in [*heirs, *lineage.dropped]:
        if source not in old:
            entry.fault(f"edition {lineage.earlier} has no question {source!r}", "questions")
    for code in old:
        _check_heirs(entry, lineage, code, heirs[code])


def _check_heirs(entry: Entry, lineage: Lineage, source: str, heirs: Sequence[str]) -> None:
    named = ", ".join(heirs)
    is_split = [lineage.origins[heir].descent is Descent.SPLIT for heir in heirs]
    if source in lineage.dropped:
        if heirs:
            entry.fault(f"{source} is named, but {named} comes of it", "dropped")
    elif not heirs:
        entry.fault(f"{source} of edition {lineage.earlier} is neither used nor dropped")
    elif len(heirs) > 1 and not all(is_split):
        entry.fault(f"{source} is used by {named}: all of them must be split", "questions")
    elif is_split == [True]:
        entry.fault(f"{source} is split into {named} alone: call it reworded", "questions")
