"""Writes docs/rules/ anew: `make rules`."""

from tests.bpmn.examples.paper import write

write()
