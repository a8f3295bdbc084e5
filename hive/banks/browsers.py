"""A browser as its owner would call it, from what it sends of itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

# The first that is found counts: most browsers name several others as well.
BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """Browser and system, or that they are not known."""
    parts = (BROWSERS, SYSTEMS)
    found = [next((name for mark, name in part if mark in user_agent), "") for part in parts]
    return " · ".join(name for name in found if name) or _("Unknown browser")
