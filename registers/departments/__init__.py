"""Departments that are asked themselves over HTTP: where each is, how it is asked and what counts as its answer."""
