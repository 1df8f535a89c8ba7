"""The programme team's overview: one row of numbers for each site of a programme, as at any day."""
