"""The departments of the city, their units at each level, and the posts in them."""
