"""Measures the engine as its users would meet it: the workloads, who drives them, and what they cost."""
