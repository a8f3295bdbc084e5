"""The pages of the questionnaire, by subject."""
