"""Template tags of the reports: drawings and figures."""
