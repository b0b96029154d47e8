"""How grave a finding is: an error refuses the file, a warning does not, a hint makes a drawing easier to read.

An error is what the engine cannot run as it is drawn, or what it would have to ignore. A warning is what runs as drawn
and is probably not meant. A hint is about readers: names, labels, things that nobody uses.
"""

ERROR, WARNING, HINT = "error", "warning", "hint"
