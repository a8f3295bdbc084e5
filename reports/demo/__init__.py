"""The demonstration: invented banks, people, answers and two cycles, the same at every build."""
