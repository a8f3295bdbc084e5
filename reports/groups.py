"""Published groups as the core knows them, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from hive.core.answers import plain
from hive.core.disclosure import Group
from hive.core.groups import ALL, OTHER_KINDS
from hive.core.model import AssetBand, HiveModel
from reports.models import PublishedGroup

# Total assets are given in RMB 100 million: ten of them make a billion, ten thousand a trillion.
BILLION = Decimal(10)
TRILLION = Decimal(10_000)


def group_of(row: PublishedGroup, codes: dict[int, str]) -> Group:
    """Read back a stored group; its members are not told. ``codes`` names rows by their key."""
    parent = codes[row.parent_id] if row.parent_id else None
    kinds = tuple(row.kinds)
    return Group(row.code, parent, kinds, tuple(row.asset_bands), (), _pooled(row.code, kinds))


def groups_of(rows: Iterable[PublishedGroup]) -> tuple[Group, ...]:
    """Read back the groups of a publication, parents before children."""
    rows = list(rows)
    codes = {row.pk: row.code for row in rows}
    return tuple(group_of(row, codes) for row in rows)


def group_name(model: HiveModel, group: Group, language: str) -> str:
    """Name a group for people: ``城市商业银行，资产100亿—1000亿元``."""
    with override(language):
        kinds = _kinds_name(model, group, language)
        assets = _assets_name(model, group, language)
        if not assets:
            return kinds
        return _("%(kinds)s, %(assets)s") % {"kinds": kinds, "assets": assets}


def bank_name(model: HiveModel, kind: str, asset_band: str, language: str) -> str:
    """Describe one bank by its own kind and size."""
    return group_name(model, Group("", None, (kind,), (asset_band,), ()), language)


def _pooled(code: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kinds that were too small to stand alone: a joined class is "standing+other"."""
    class_code = code.partition("/")[0]
    standing, joined, pool = class_code.rpartition("+")
    if pool != OTHER_KINDS:
        return ()
    return tuple(kind for kind in kinds if not joined or kind != standing)


def _kinds_name(model: HiveModel, group: Group, language: str) -> str:
    if group.code.partition("/")[0] == ALL:
        return _("All participating banks")
    names = {kind.code: kind.name.in_(language) for kind in model.bank_types}
    pooled = _listed(names[kind] for kind in group.kinds if kind in group.pooled)
    standing = _listed(names[kind] for kind in group.kinds if kind not in group.pooled)
    if not pooled:
        return standing
    if not standing:
        return _("Other kinds (%(kinds)s)") % {"kinds": pooled}
    return _("%(standing)s with other kinds (%(kinds)s)") % {"standing": standing, "kinds": pooled}


def _listed(names: Iterable[str]) -> str:
    return pgettext("between the names of a list", ", ").join(names)


def _assets_name(model: HiveModel, group: Group, language: str) -> str:
    bands = [band for band in model.asset_bands if band.code in group.asset_bands]
    if len(bands) == len(model.asset_bands):
        return ""
    limits = bands[0].name.in_(language) if len(bands) == 1 else _limits(bands)
    return _("assets %(limits)s") % {"limits": limits}


def _limits(bands: list[AssetBand]) -> str:
    """Name merged bands by their outer limits."""
    floor, ceiling = bands[0].floor, bands[-1].ceiling
    if ceiling is None:
        return _("%(floor)s and above") % {"floor": _amount(floor)}
    if not floor:
        return _("below %(ceiling)s") % {"ceiling": _amount(ceiling)}
    return _("%(floor)s to %(ceiling)s") % {"floor": _amount(floor), "ceiling": _amount(ceiling)}


def _amount(hundred_millions: Decimal) -> str:
    """Write an amount in the units of the language: ``RMB 50 bn``, ``500亿元``."""
    if hundred_millions >= TRILLION:
        amount = hundred_millions / TRILLION
        return pgettext("amount of money", "RMB %(n)s tn") % {"n": plain(amount)}
    chinese = (get_language() or "").startswith("zh")
    amount = hundred_millions if chinese else hundred_millions / BILLION
    return pgettext("amount of money", "RMB %(n)s bn") % {"n": plain(amount)}
