"""A pure rule a check: what was declared and what the departments recorded -> a finding."""
