"""The pages of a bank's plan."""
