"""Claim a batch, execute it, report. No rule of the city lives here."""
