"""What a file is called when it leaves: twice, as RFC 6266 has it."""

from __future__ import annotations

from urllib.parse import quote


def attachment(plain: str, full: str = "") -> str:
    """Return the ``Content-Disposition`` of a file to be saved.

    ``plain`` is its name in ASCII, ``full`` the one in the reader's own characters.
    """
    named = f'attachment; filename="{plain}"'
    return f"{named}; filename*=UTF-8''{quote(full, safe='')}" if full else named
