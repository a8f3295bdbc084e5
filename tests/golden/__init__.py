"""What was computed or drawn once and must stay so: golden scores and pages."""
