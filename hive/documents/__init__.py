"""Documents: the only place that knows how a PDF is set."""
