"""How an edition grew out of the one before, in lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.wording import labelled
from hive.core.answers import plain
from hive.core.model import Descent, Lineage, Origin

DESCENTS: Mapping[Descent, object] = {
    Descent.SAME: gettext_lazy("same"),
    Descent.REWORDED: gettext_lazy("reworded"),
    Descent.SPLIT: gettext_lazy("split"),
    Descent.MERGED: gettext_lazy("merged"),
    Descent.NEW: gettext_lazy("new"),
}


def lineage_lines(lineage: Lineage | None) -> Iterator[str]:
    """Yield the earlier edition, every question that is not what it was, and those dropped."""
    if lineage is None:
        yield _("The edition says nothing of one before it.")
        return
    yield labelled(_("edition before"), lineage.earlier)
    unchanged = [code for code, origin in lineage.origins.items() if _is_unchanged(code, origin)]
    text = ngettext("%(n)s question is the same", "%(n)s questions are the same", len(unchanged))
    yield text % {"n": len(unchanged)}
    for code, origin in lineage.origins.items():
        if code not in unchanged:
            yield labelled(code, _("; ").join(_said(origin)))
    yield from (labelled(code, _("dropped")) for code in lineage.dropped)


def _is_unchanged(code: str, origin: Origin) -> bool:
    return origin == Origin(Descent.SAME, (code,))


def _said(origin: Origin) -> Iterator[str]:
    yield str(DESCENTS[origin.descent])
    if origin.sources:
        yield _("from %(codes)s") % {"codes": ", ".join(origin.sources)}
    for old, new in (origin.options or {}).items():
        yield f"{old} → {new or '—'}"
    if origin.factor is not None:
        yield f"× {plain(origin.factor)}"
