"""Bulk work on Spark: reading many short documents on one core and on two, each run a process of its own that may use so many.

Memory is that of all its processes together, shared pages counted once, looked at every half second. A run that shares the
machine with others is told by its processor time: what two cores would take alone is not less than half of that.
"""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.times import duration, table
from graph.cores import cores
from loaders.bulk.session import check_installed

MANY = 20_000
QUICK = 400
LOOK = 0.5  # seconds
WHO = ("AMITI", "ITI", "TechNation", "the U.S. Chamber of Commerce", "CISA", "NIST", "ATDT", "the Ministry of Economy of Mexico", "Global Affairs Canada")
WHOM = ("USTR", "the U.S. Department of Commerce", "the Government of Mexico", "the Government of Canada", "the U.S. Congress")
WHAT = (
    "cross-border data flows",
    "cybersecurity",
    "artificial intelligence",
    "digital trade",
    "the review of the USMCA",
    "customs duties on electronic transmissions",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one run on the clock and of processors, its most megabytes, and what it answered."""

    seconds: float
    processor: float
    megabytes: float
    answer: str


def section(*, quick: bool) -> list[str]:
    """A table of one core and of all, and how many times as fast the latter are."""
    check_installed()
    many = QUICK if quick else MANY
    with TemporaryDirectory() as name:
        folder = Path(name, "documents")
        folder.mkdir()
        for number in range(many):
            (folder / f"{number:05}.txt").write_text(document(number), encoding="utf-8")
        runs = {count: _run(folder, Path(name, f"read{count}"), count) for count in dict.fromkeys((1, cores()))}
    assert len({run.answer for run in runs.values()}) == 1
    rows = [
        (
            f"{count} {'core' if count == 1 else 'cores'}",
            duration(run.seconds),
            f"{many / run.seconds:.0f}",
            duration(run.processor),
            f"{run.megabytes:.0f} MB",
        )
        for count, run in runs.items()
    ]
    head = (f"{many:,} documents of about 90 words", "time", "documents a second", "processor time", "peak memory")
    first, last = runs[1], runs[cores()]
    return [*table(head, rows), "", f"{first.seconds / last.seconds:.2f} times as fast on {cores()} cores; {first.answer}."]


def document(number: int) -> str:
    """A short notice in English: who met whom on which day, about what, and what they ask for."""
    rng = random.Random(number)
    one, other = rng.sample(WHO, 2)
    whom, (topic, more) = rng.choice(WHOM), rng.sample(WHAT, 2)
    day = f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, 2025"
    share, value = rng.randint(2, 60), rng.randint(1, 900)
    return (
        f"Notice {number}: {one} on {topic}\n\n{day}\n\n"
        f"{one} met with {whom} in Washington on {day} to discuss {topic}. {other} joined the meeting and urged {whom} to keep its commitments on {more}.\n\n"
        f"{one} supports {topic}, while {other} opposes new measures. According to {one}, exports of services from Mexico to the United States "
        f"reached ${value} million in 2024, an increase of {share}% over the year before. “We will work with {whom},” said a spokesperson for {one}."
        f"\n\nA joint statement of {one} and {other} is expected before the review, and both will testify again next year.\n"
    )


def _run(folder: Path, out: Path, count: int) -> Run:
    """One extraction on so many cores; its processes are those of one session."""
    command = [sys.executable, "-m", "trilateral", "bulk", "extract", str(folder), str(out), "--master", f"local[{count}]"]
    allowed = sorted(os.sched_getaffinity(0))[:count]
    begun = time.perf_counter()
    spent: dict[int, float] = {}
    most = 0.0
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True, preexec_fn=lambda: os.sched_setaffinity(0, allowed)
    )
    while running.poll() is None:
        most = max(most, _look(running.pid, spent))
        time.sleep(LOOK)
    seconds = time.perf_counter() - begun
    assert running.stdout is not None
    answer = running.stdout.read().strip()
    assert running.returncode == 0, answer
    return Run(seconds, sum(spent.values()), most, answer)


def _look(session: int, spent: dict[int, float]) -> float:
    """Megabytes of the processes of a session now; `spent` takes the processor seconds of each."""
    held = 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(fields[3]) == session:
                    spent[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                    shares = (entry / "smaps_rollup").read_text(encoding="utf-8").splitlines()
                    held += next(int(line.split()[1]) for line in shares if line.startswith("Pss:")) / 1024
            except (OSError, StopIteration):
                pass  # it has ended meanwhile
    return held
