"""`multitrainer plan` on documents alone: no database, no settings."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from multitrainer.cli import cli
from multitrainer.cli.planning import results, solving
from multitrainer.cli.planning.following import following
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.lines import Step
from multitrainer.solver.reading.texts import read_solution
from tests.marks import FULL, needs_full
from tests.solver.stating import batch, endless, stated, trainer

WIDE = {"COLUMNS": "300"}
TEACHABLE = stated()
TOO_MUCH = stated(batches=[batch("B1"), batch("B2", skills=["C2"])])
FOR_EVER = ("--effort", "1000000000000", "--seconds", "600", "--progress")


def plan(*arguments: str, stdin: Any = None) -> Result:
    text = stdin if isinstance(stdin, str | None) else json.dumps(stdin)
    return CliRunner().invoke(cli, ["plan", *arguments], input=text, env=WIDE)


def solved(problem: Any, *arguments: str) -> Result:
    return plan("solve", "-", "--effort", "200", *arguments, stdin=problem)


def test_what_is_no_file_is_not_overwritten_even_if_forced(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    refused = solved(TEACHABLE, "--output", str(pipe), "--force")
    assert (refused.exit_code, pipe.is_fifo()) == (2, True)
    assert "is no file that could be overwritten" in refused.stderr


@pytest.fixture(scope="module")
def solution() -> Any:
    return json.loads(solved(TEACHABLE).stdout)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, Any], str]:
    def make(name: str, content: Any) -> str:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return make


def test_a_problem_is_solved_and_the_solution_is_all_that_is_printed() -> None:
    done = solved(TEACHABLE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert {one.primary for one in read_solution(done.stdout.encode()).people} == {"John", "Maria"}


def test_batches_that_nobody_teaches_are_something_left_and_are_explained() -> None:
    done = solved(TOO_MUCH, "--explain")
    assert (done.exit_code, json.loads(done.stdout)["uncovered"][0]["batch"]) == (1, "B2")
    assert "Nobody teaches B2: John and Maria (without the skills)." in done.stderr


def test_what_would_help_is_said_with_the_explanation() -> None:
    assert "A way out: Do not require C2 of B2." in solved(TOO_MUCH, "--explain").stderr
    assert "A way out" not in solved(TEACHABLE, "--explain").stderr


def test_ways_out_that_are_not_found_in_time_are_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "SECONDS_FOR_WAYS", 1e-6)
    assert "Ways out were not found in time." in solved(TOO_MUCH, "--explain").stderr


def test_explanations_name_people_and_batches_as_people_do() -> None:
    people = [trainer("john", name="John"), trainer("eva", name="Eva", status="on_leave")]
    given = stated(trainers=people, batches=[batch("b2", name="C1 Mon", skills=["C2"])])
    assert "Nobody teaches C1 Mon: Eva (on leave); John (without the skills)." in solved(given, "--explain").stderr


def test_progress_is_told_where_it_is_wanted() -> None:
    told = solved(TEACHABLE, "--progress").stderr.splitlines()
    assert told[0] == "  0%  construct"
    assert len(told) == len(set(told)) > 3


def test_a_solution_can_be_kept_in_a_file_and_is_overwritten_only_if_forced(tmp_path: Path) -> None:
    kept = tmp_path / "solution.json"
    done = solved(TEACHABLE, "--output", str(kept))
    assert (done.exit_code, done.stdout) == (0, "")
    assert read_solution(kept.read_bytes()).people
    kept.write_text("precious")
    refused = solved(TEACHABLE, "--output", str(kept))
    assert (refused.exit_code, kept.read_text()) == (2, "precious")
    assert "exists already" in refused.stderr
    assert solved(TEACHABLE, "--output", str(kept), "--force", "--no-progress").stderr == ""
    assert [path.name for path in tmp_path.iterdir()] == ["solution.json"]
    assert read_solution(kept.read_bytes()).people


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seconds", "-1"], "--seconds"),
        (["--workers", "0"], "--workers"),
        (["--effort", "many"], "--effort"),
        (["--force"], "--force belongs to --output FILE"),
        (["--output", "/nowhere/at/all"], "the folder /nowhere/at does not exist"),
    ],
)
def test_a_wrong_option_is_refused(arguments: list[str], words: str) -> None:
    refused = solved(TEACHABLE, *arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert words in refused.stderr


def test_the_faults_of_a_problem_are_listed_where_it_should_be_solved() -> None:
    refused = solved({"trainers": 3})
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "trainers: must be a list in brackets",
        "batches: is required",
        "This is no problem that can be planned. Nothing was done.",
    ]


def test_check_lists_faults_and_nothing_else() -> None:
    assert (plan("check", "-", stdin=TEACHABLE).exit_code, plan("check", "-", stdin=TEACHABLE).stdout) == (0, "")
    found = plan("check", "-", stdin=stated(batches=[{"id": "B1"}] * 60))
    assert found.exit_code == 1
    assert found.stdout.splitlines()[:2] == ["batches[0].course: is required", "batches[0].hours: is required"]
    assert found.stdout.splitlines()[-1] == "... and 20 more"
    assert plan("check", "-", stdin="").stdout == "It is empty; must be a JSON object in braces\n"


def test_a_file_that_can_not_be_read_is_said_so(tmp_path: Path) -> None:
    for name, words in ((tmp_path, "Is a directory"), (tmp_path / "none", "No such file"), ("a\0b", "can't be looked")):
        refused = plan("check", str(name))
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert words in refused.stderr


def test_a_right_solution_validates_and_a_wrong_one_does_not(file: Callable[[str, Any], str], solution: Any) -> None:
    problem = file("problem.json", TEACHABLE)
    right = plan("validate", problem, "-", stdin=solution)
    assert (right.exit_code, right.stdout) == (0, "")
    wrong = plan("validate", problem, "-", stdin={**solution, "terms": []})
    assert wrong.exit_code == 1
    assert "terms: uncovered of stage 1" in wrong.stdout
    assert "things are wrong with it." in wrong.stderr


def test_what_is_no_solution_can_not_be_validated(file: Callable[[str, Any], str]) -> None:
    problem = file("problem.json", TEACHABLE)
    refused = plan("validate", problem, "-", stdin={"status": "fine"})
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[-1] == "This is no solution."
    assert plan("validate", file("none.json", {}), "-", stdin={}).stderr.splitlines()[0] == "trainers: is required"
    assert plan("validate", "-", "-").exit_code == 2


@pytest.mark.parametrize("kind", ["problem", "solution"])
def test_schemas_fit_what_is_read_and_written(kind: str, solution: Any) -> None:
    schema = json.loads(plan("schema", kind).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"problem": TEACHABLE, "solution": solution}[kind], schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({}, schema)


def test_at_a_terminal_people_see_a_table_of_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Console(force_terminal=True, width=200, record=True, file=StringIO())
    monkeypatch.setattr(solving, "err", terminal)
    many = [trainer(f"[red]{n}") for n in range(results.MOST_ROWS + 3)]
    solved(stated(trainers=many))
    shown = terminal.export_text()
    assert "[red]0 " in shown
    assert "highestLoad" in shown
    assert "... and 3 trainers more" in shown
    assert ": 2 batches of 2 covered, 0 changed." in shown


def test_the_table_at_a_terminal_has_names_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Console(force_terminal=True, width=200, record=True, file=StringIO())
    monkeypatch.setattr(solving, "err", terminal)
    solved(stated(trainers=[trainer("t1", name="Ann")], batches=[batch("b1", name="C1 Mon")]))
    (row,) = (line for line in terminal.export_text().splitlines() if "Ann" in line)
    assert "C1 Mon" in row


def test_a_bar_stays_on_a_narrow_terminal() -> None:
    terminal = Console(force_terminal=True, width=80, record=True, file=StringIO())
    with following(terminal, wanted=None) as on_step:
        on_step(Step(phase="proving: preferences, trainersPerCourse", done=0.5, values=dict.fromkeys(Term, 10**6)))
    frames = [one for one in re.split(r"(?<=\d:\d\d:\d\d)", terminal.export_text()) if "proving" in one]
    assert frames
    assert all(len(one) <= 80 and "\N{BOX DRAWINGS HEAVY HORIZONTAL}" in one for one in frames)


def test_at_a_terminal_a_bar_shows_how_far_it_is() -> None:
    terminal = Console(force_terminal=True, width=200, record=True, file=StringIO())
    with following(terminal, wanted=None) as on_step:
        on_step(Step(phase="spread", done=0.5, values={}))
    assert "spread" in terminal.export_text()


def started(file: str, **streams: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "multitrainer", "plan", "solve", file, *FOR_EVER]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(command, text=True, **given)


def heard(planner: subprocess.Popen[str], words: str) -> None:
    assert planner.stderr is not None
    while words not in (line := planner.stderr.readline()):
        assert line, "it has ended"


def test_whoever_presses_ctrl_c_gets_the_best_plan_so_far(file: Callable[[str, Any], str]) -> None:
    with started(file("problem.json", endless())) as planner:
        heard(planner, "uncovered")
        planner.send_signal(signal.SIGINT)
        out, err = planner.communicate()
    assert (planner.returncode, json.loads(out)["status"]) == (0, "cancelled")
    assert "Ending with the best plan so far. Once more ends it at once.\n" in err


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells of children by their parent.")
def test_whoever_presses_it_again_ends_it_at_once(file: Callable[[str, Any], str]) -> None:
    with started(file("problem.json", endless())) as planner:
        heard(planner, "uncovered")
        os.kill(_child_of(planner.pid), signal.SIGSTOP)  # so that it can't answer meanwhile
        planner.send_signal(signal.SIGINT)
        heard(planner, "Once more ends it at once.")
        planner.send_signal(signal.SIGINT)
        out, err = planner.communicate()
    assert (planner.returncode, out, err.splitlines()[-1]) == (2, "", "Ended before there was a plan.")


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text())


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has a folder in which nobody makes files.")
def test_a_file_that_can_not_be_written_is_said_so() -> None:
    refused = solved(TEACHABLE, "--output", "/proc/solution.json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "/proc/solution.json can't be written: No such file or directory.\n"


@needs_full
def test_a_full_disk_is_a_failure(file: Callable[[str, Any], str]) -> None:
    command = [sys.executable, "-m", "multitrainer", "plan", "solve", file("p.json", TEACHABLE), "--effort", "0"]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (2, "The output can't be written: No space left on device.\n")


def test_a_reader_who_has_enough_ends_it_quietly(file: Callable[[str, Any], str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "multitrainer", "plan", "solve", file("p.json", TEACHABLE), "--effort", "0"]
    with os.fdopen(theirs, "w") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (141, "")


def test_neither_a_database_nor_right_settings_are_needed() -> None:
    done = CliRunner().invoke(
        cli, ["plan", "check", "-"], input=json.dumps(TEACHABLE), env={"MULTITRAINER_PORT": "many"}
    )
    assert done.exit_code == 0
