"""The demonstration: invented banks, people, answers and cycles, the same at every build."""
