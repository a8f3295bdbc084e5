"""What each page of the questionnaire says, as dataclasses; nothing is drawn or written here."""
