"""The questionnaire on paper: say it, then set it."""

from assessments.printing.blank import blank
from assessments.printing.filled import filled
from assessments.printing.parts import Extent, Questionnaire
from assessments.printing.pdf import file_name, questionnaire_pdf

__all__ = ["Extent", "Questionnaire", "blank", "file_name", "filled", "questionnaire_pdf"]
