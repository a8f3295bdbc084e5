"""What a scorecard says, as one dataclass: the web page and the PDF set the same words."""

from reports.scorecard.build import build, build_each
from reports.scorecard.parts import Scorecard

__all__ = ["Scorecard", "build", "build_each"]
