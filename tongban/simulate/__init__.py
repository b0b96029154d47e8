"""A year of the city in minutes: drives the real engine with a turned clock over a mix that can be repeated."""
