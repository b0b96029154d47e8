"""A bad and a good drawing for each rule: the tests try them, and the documents are made of them."""

from tests.bpmn.examples import activities, city, events, foreign, participants, paths, structure, work
from tests.bpmn.examples.example import Example

SUBJECTS = (structure, events, activities, participants, city, foreign, paths, work)
EXAMPLES: dict[str, Example] = {rule: each for subject in SUBJECTS for rule, each in subject.EXAMPLES.items()}
