"""Member banks, the people at them and at the alliance, and who may do what."""
