"""Runs commands in turn and says what each took against the first of them.

CPU and peak memory are the system's own account of the command and all it started; peak memory is that of the largest process.
"""

import json
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

RUNNER = Path(__file__).parent / "run_once.py"
SMALL = 16 * 1024  # KiB: below it the runner's own size shows in the account of its child
LONG = 20.0  # seconds: a command that takes longer is run once, and its row says so


class Broken(Exception):
    """A command that did not do its work."""


@dataclass(frozen=True)
class Command:
    name: str
    arguments: list
    good_exits: tuple
    report: "Path | None" = None  # written by the command


@dataclass(frozen=True)
class Taken:
    """Seconds, seconds and KiB."""

    wall: float
    cpu: float
    peak: int


@dataclass
class Row:
    """What a command took, in each run as a ratio to the run of the first command just before it."""

    name: str
    walls: list = field(default_factory=list)
    cpus: list = field(default_factory=list)
    peaks: list = field(default_factory=list)
    seconds: list = field(default_factory=list)

    def add(self, base: Taken, taken: Taken) -> None:
        self.walls.append(taken.wall / base.wall)
        self.cpus.append(taken.cpu / max(base.cpu, 1e-6))
        self.peaks.append(taken.peak / base.peak)
        self.seconds.append(taken.wall)

    def ratios(self) -> "tuple[float, float, float]":
        return tuple(statistics.median(values) for values in (self.walls, self.cpus, self.peaks))


def run(command: Command, folder: Path, scratch: Path) -> Taken:
    """Runs a command to its end.

    # Errors
    When it exits as it should not, or leaves no report."""
    if command.report is not None:
        command.report.unlink(missing_ok=True)
    out, err = scratch / "stdout", scratch / "stderr"
    runner = [sys.executable, "-I", "-S", str(RUNNER), str(out), str(err), str(folder), *command.arguments]
    done = subprocess.run(runner, check=True, capture_output=True, text=True)
    taken = json.loads(done.stdout)
    if taken["exit"] not in command.good_exits:
        last = err.read_text(errors="replace").strip().splitlines()[-3:]
        raise Broken(f"{command.name}: exit {taken['exit']}: {' / '.join(last)}")
    if command.report is not None and not command.report.is_file():
        raise Broken(f"{command.name}: it wrote no {command.report.name}")
    return Taken(taken["wall"], taken["cpu"], taken["peak"])


def peak_of_small(command: Command, folder: Path) -> int:
    """KiB, as GNU time says: it is smaller than any command here."""
    time = shutil.which("time")
    if time is None:
        raise Broken("GNU time is needed for the memory of small runs: install the package `time`")
    with open("/dev/null", "wb") as null:
        arguments = [time, "-q", "-f", "%M", *command.arguments]
        done = subprocess.run(arguments, cwd=folder, stdin=null, stdout=null, stderr=subprocess.PIPE, text=True, check=False)
    return int(done.stderr.strip().splitlines()[-1])


def in_turn(commands: list, folder: Path, scratch: Path, n_runs: int, say) -> list:
    """A row for each command, or what broke it. The first command is run before each other one, and once more before that to
    warm the cache; all are run once at first, and for a slow one that is its run."""
    base = commands[0]
    rows = {command.name: Row(command.name) for command in commands}
    broken = {}
    n_wanted = {command.name: n_runs for command in commands}
    run(base, folder, scratch)
    for command in commands[1:]:
        try:
            warm, taken = run(base, folder, scratch), run(command, folder, scratch)
        except Broken as error:
            say(str(error))
            broken[command.name] = str(error)
            continue
        say(f"  {command.name}: {taken.wall:.2f} s, {base.name} {warm.wall:.2f} s")
        if LONG < taken.wall:
            rows[command.name].name += ", one run"
            rows[command.name].add(warm, taken)
            n_wanted[command.name] = 0
    for turn in range(n_runs):
        say(f"  run {turn + 1} of {n_runs}")
        for command in commands[1:]:
            if command.name in broken or n_wanted[command.name] <= turn:
                continue
            # what ran before may have pushed files out of the cache; the base would read them back for the other
            run(base, folder, scratch)
            before, taken = run(base, folder, scratch), run(command, folder, scratch)
            if min(before.peak, taken.peak) < SMALL:
                before = Taken(before.wall, before.cpu, peak_of_small(base, folder))
                taken = Taken(taken.wall, taken.cpu, peak_of_small(command, folder))
            rows[command.name].add(before, taken)
            rows[base.name].add(before, before)
    return [broken.get(command.name) or rows[command.name] for command in commands]
