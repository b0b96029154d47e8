"""The commands of `tongban`, a file a subject. The engine is loaded when one is called, so `--help` is quick."""
