"""Results that must never move."""
