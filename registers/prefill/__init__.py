"""What a window need not ask: fields that the registers know, and papers that nobody has to bring."""
