"""How grave a finding is: an error refuses the file, a warning tells what is probably not meant."""

ERROR, WARNING = "error", "warning"
