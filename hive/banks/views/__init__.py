"""Pages about people, banks and the site itself."""

from hive.banks.views.frame import csrf_failure

__all__ = ["csrf_failure"]
