"""What a bank would score with other answers: nothing is written but what goes into its plan."""
