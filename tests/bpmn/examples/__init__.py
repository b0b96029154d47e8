"""A bad and a good drawing for each rule: the tests try them, and the documents are made of them."""

from tests.bpmn.examples import paths, work
from tests.bpmn.examples.example import Example

EXAMPLES: dict[str, Example] = paths.EXAMPLES | work.EXAMPLES
