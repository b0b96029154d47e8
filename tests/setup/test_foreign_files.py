"""`tongban convert`: what it says, what it writes, and its exit code."""

from pathlib import Path

from typer.testing import CliRunner

from bpmn import parse
from tests.bpmn.files import chain, file
from tongban.cli import app

MODEL = Path(__file__).parents[1] / "bpmn" / "models" / "flowable.bpmn"


def convert(*words: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["convert", *map(str, words)])
    return ran.exit_code, ran.output


def test_without_a_place_it_only_says_what_it_would_do(tmp_path: Path) -> None:
    model = tmp_path / "leave.bpmn"
    model.write_bytes(MODEL.read_bytes())
    code, told = convert(model)

    assert code == 0
    assert "rest: city:calculation" in told
    assert "nothing written" in told
    assert [path.name for path in tmp_path.iterdir()] == ["leave.bpmn"]


def test_what_it_writes_deploys_and_a_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    written = tmp_path / "ours.bpmn"
    assert convert(MODEL, "-o", written)[0] == 0

    assert parse.read(written.read_bytes()).errors == ()
    assert "0 put in, 0 cannot be" in convert(written)[1]


def test_what_cannot_be_said_is_told_and_makes_the_exit_code(tmp_path: Path) -> None:
    model = tmp_path / "java.bpmn"
    model.write_bytes(file(chain('<serviceTask id="t" camunda:class="org.x.Y"/>')))
    code, told = convert(model, "-o", tmp_path / "out.bpmn")

    assert code == 1
    assert "✗ t (line" in told
    assert (tmp_path / "out.bpmn").read_bytes() == model.read_bytes()
