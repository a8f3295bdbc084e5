"""The Hive Model, the member banks, and the ground floor of the house."""
