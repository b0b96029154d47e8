"""What the designer wrote, and the languages it is written in. Runs nothing."""
