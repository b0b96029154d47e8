"""The city's documents: templates that officials write, what they say of a case, and the PDF. Knows no table."""
