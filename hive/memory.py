"""Keeps the garbage collector from walking what a process holds until its end."""

from __future__ import annotations

import gc

# How many new objects are looked through at once: about as many as a few large pages leave.
YOUNG = 50_000


def settle() -> None:
    """Take everything that is loaded by now for good, and look for garbage less often.

    Libraries and settings are most of what a web worker holds. Walking through them takes half a
    second, in the middle of somebody's request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
