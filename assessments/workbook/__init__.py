"""The questionnaire as a workbook to fill in offline, and what comes back of it."""
