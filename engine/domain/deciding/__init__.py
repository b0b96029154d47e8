"""A function a command, by subject; `engine.domain.decide` knows which is whose."""
