"""What all metrics share: ratios, intervals, money, small groups, and what a definition and an example are."""
