"""What would run and is probably not meant, by subject. Each module gives warnings and hints; none refuses a file."""
