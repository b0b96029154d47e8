"""Process files on disk: what belongs to which, and in which order they are deployed."""

import json
from pathlib import Path

import pytest

from tongban.processes import bpmn_files, decision_files, in_calling_order, read_file

PROCESS = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
  xmlns:city="http://tongban.org/schema/city">
  <bpmn:process id="{key}" name="{key}" isExecutable="true">
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
    {work}
    <bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end"/><bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>"""


def write(folder: Path, key: str, work: str) -> Path:
    path = folder / f"{key}.bpmn"
    path.write_text(PROCESS.format(key=key, work=work), encoding="utf-8")
    return path


def calling(key: str) -> str:
    return f'<bpmn:callActivity id="work" name="call" calledElement="{key}"/>'


def test_what_is_called_is_deployed_before_what_calls_it(tmp_path: Path) -> None:
    write(tmp_path, "a-whole", calling("b-part"))
    write(tmp_path, "b-part", calling("c-detail"))
    write(tmp_path, "c-detail", '<bpmn:task id="work"/>')
    files = in_calling_order([read_file(path) for path in bpmn_files([tmp_path])])
    assert [file.path.stem for file in files] == ["c-detail", "b-part", "a-whole"]


def test_files_that_call_each_other_are_all_there_once(tmp_path: Path) -> None:
    write(tmp_path, "a", calling("b"))
    write(tmp_path, "b", calling("a"))
    files = in_calling_order([read_file(path) for path in bpmn_files([tmp_path])])
    assert sorted(file.path.stem for file in files) == ["a", "b"]


def test_a_form_belongs_to_the_process_that_names_it(tmp_path: Path) -> None:
    form = json.dumps({"type": "default", "id": "mine", "components": []})
    (tmp_path / "mine.form").write_text(form, encoding="utf-8")
    (tmp_path / "neighbour.form").write_text(form.replace("mine", "neighbour"), encoding="utf-8")
    named = '<bpmn:extensionElements><city:form key="mine"/></bpmn:extensionElements>'
    file = read_file(write(tmp_path, "p", f'<bpmn:userTask id="work">{named}</bpmn:userTask>'))
    assert list(file.resources) == ["mine.form"]


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "torn.bpmn"
    path.write_text("<bpmn:definitions", encoding="utf-8")
    file = read_file(path)
    assert file.document is None
    assert file.malformed


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        bpmn_files([tmp_path / "nowhere"])


def test_decisions_that_stand_beside_no_process_are_deployed_by_themselves(tmp_path: Path) -> None:
    for folder in ("rules", "item"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "amount.dmn").write_text("<definitions/>", encoding="utf-8")
    write(tmp_path / "item", "p", '<bpmn:task id="work"/>')
    assert decision_files([tmp_path]) == [tmp_path / "rules" / "amount.dmn"]
