"""Who lives in the city, where, and in which household; which area a matter belongs to; what is being applied for."""
