"""The city's figures: formulas, rounding, and that each opens to exactly the cases that it counts."""
