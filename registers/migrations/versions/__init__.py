"""The steps of the registers' tables, oldest first."""
