"""The language in which scenarios are told: people of the city, what they do, and what they see afterwards."""
