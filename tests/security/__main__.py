"""Writes what docs/security tells from the code, and says what the last runs found of promises."""

from __future__ import annotations

import sys

import django
from django.utils import translation

import tests.environment  # noqa: F401  -- says which settings are read
from tests.security import promises


def main() -> None:
    """Write the documents and print a line for each promise."""
    django.setup()
    # Roles have names only once Django is set up.
    from tests.security import who_sees_what

    with translation.override("en"):
        who_sees_what.DOCUMENT.write_text(who_sees_what.table(), encoding="utf-8")
    promises.DOCUMENT.write_text(promises.table(), encoding="utf-8")
    sys.stdout.write("\n".join(promises.summary(promises.read_outcomes())) + "\n")


if __name__ == "__main__":
    main()
