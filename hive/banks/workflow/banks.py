"""Making and changing banks."""

from __future__ import annotations

from typing import Any

from hive.audit.log import record
from hive.banks.models import Bank, User
from hive.banks.workflow.rules import require_administrator
from hive.banks.workflow.verbs import save_checked, verb
from hive.core.texts import plain_line

CHANGEABLE = ("code", "name_zh", "name_en", "parent", "is_active")


@verb
def make_bank(
    *, code: str, name_zh: str, name_en: str, parent: Bank | None = None, by: User
) -> Bank:
    """Make a member bank; its first coordinator is invited next."""
    require_administrator(by)
    names = {"name_zh": plain_line(name_zh), "name_en": plain_line(name_en)}
    bank = Bank(code=code, parent=parent, **names)
    save_checked(bank)
    record("make_bank", bank, by=by, bank=bank.pk, code=code)
    return bank


@verb
def change_bank(bank: Bank, *, by: User, **changes: Any) -> None:
    """Change names, code, controlling bank or whether the bank takes part."""
    require_administrator(by)
    bank = Bank.objects.select_for_update().get(pk=bank.pk)
    old = {name: _plain(getattr(bank, name)) for name in CHANGEABLE}
    for name in CHANGEABLE:
        wanted = changes.get(name, getattr(bank, name))
        setattr(bank, name, plain_line(wanted) if name.startswith("name_") else wanted)
    save_checked(bank)
    new = {name: _plain(getattr(bank, name)) for name in CHANGEABLE}
    changed = {name: [old[name], new[name]] for name in CHANGEABLE if old[name] != new[name]}
    record("change_bank", bank, by=by, bank=bank.pk, changed=changed)


def _plain(value: Any) -> str | bool | None:
    """A value that a log entry can hold."""
    return value.code if isinstance(value, Bank) else value
