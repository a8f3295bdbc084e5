"""Template tags of the reports: drawings, figures, print."""
