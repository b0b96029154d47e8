"""What of SpiffWorkflow's insides we lean on, by name, so that another version of it is taken in with open eyes."""

import ast
import inspect
from importlib.metadata import version
from pathlib import Path

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

RUNTIME = Path(__file__).parents[3] / "engine" / "runtime"
BASES = (
    Task,
    BpmnWorkflow,
    BpmnSubWorkflow,
    BpmnSpecMixin,
    BpmnProcessSpec,
    EventDefinition,
    BpmnParser,
    ProcessParser,
    TaskParser,
    EventDefinitionParser,
)
LEANED_ON = {
    "_set_state": "a task leaves the index when it is gone",
    "_state": "read without the property",
    "_child_added_notify": "parents hold their children as objects",
    "_task_completed_notify": "the library would walk the tree",
    "_calculate_depth": "the depth of a scope comes from its host",
    "_run_hook": "a hook meant for subclasses",
    "_on_complete_hook": "a hook meant for subclasses",
    "_on_error_hook": "a hook meant for subclasses",
    "_parse": "data objects are variables",
    "_add_data_stores": "data stores are drawings",
}


def names_of(source: str) -> set[str]:
    """Private names that are defined or reached for in a text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return {name for name in found if name.startswith("_") and not name.startswith("__")}


def library_names() -> set[str]:
    classes = {each for base in BASES for each in inspect.getmro(base) if each is not object}
    return set().union(*(names_of(inspect.getsource(inspect.getmodule(each))) for each in classes))  # type: ignore[arg-type]


def test_the_private_names_of_the_library_that_we_use_are_these() -> None:
    ours = set().union(*(names_of(path.read_text()) for path in RUNTIME.rglob("*.py")))
    assert ours & library_names() == set(LEANED_ON)


def test_the_library_is_the_version_that_was_read() -> None:
    assert version("SpiffWorkflow") == "3.2.0"


def test_no_python_of_a_model_is_ever_evaluated() -> None:
    for path in RUNTIME.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        named = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        assert not named & {"eval", "exec", "compile", "__import__"}, path
        assert "PythonScriptEngine" not in path.read_text()
