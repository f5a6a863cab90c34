"""Reading documents: words a second, memory, growth with length, one process and several, a whole process for one article.

The words are those of the annotated articles in ../shared; long documents repeat their prose with other years in it.
"""

import gc
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeVar

import trafilatura

from benchmarks.times import duration, peak_megabytes, table, timed
from graph.cores import cores
from graph.store import open_store
from loaders.ahead import COLLECT_EVERY
from loaders.documents import document_from_text, extract, find_nodes, find_topics, read_document
from loaders.documents.claims import lines
from loaders.documents.figures import find_figures
from loaders.documents.frames import frames
from loaders.documents.relations import find_relations
from loaders.registry import load_registry
from loaders.run import load

Made = TypeVar("Made")
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
PAGE = 400  # words
LENGTHS = (10, 100, 300, 1000)
MANY = 300
REPEATS = 3
SETTLING = 6  # rounds: patterns are compiled when a text first needs them, a second and faster time once they are searched often
PEER = "beside it: trafilatura, text of the page alone"
YEAR = re.compile(r"\b20(\d\d)\b")


def section(*, quick: bool) -> list[str]:
    """Tables of speed by length, by number of processes, and of one whole process."""
    articles = [read_document(path).text for path in sorted((SHARED / "seeds").glob("*.txt"))]
    gc.set_threshold(COLLECT_EVERY)  # as the command does
    for article in articles * SETTLING:
        _read(article)
    rows = [("articles", *_speed(articles * (1 if quick else 3)))]
    rows += [(f"one of {pages} pages", *_speed([_long(articles, pages * PAGE)])) for pages in (LENGTHS[:1] if quick else LENGTHS)]
    parts = table(("documents", "words", "time", "words a second", "peak memory"), rows)
    return [*parts, "", *_stages(articles), "", *_many(articles, 30 if quick else MANY), "", *_whole(2 if quick else 7)]


def _speed(texts: list[str]) -> tuple[str, str, str, str]:
    """Words, seconds of one processor, words a second, and the most memory so far."""
    words = sum(len(text.split()) for text in texts)
    begun = process_time()
    for text in texts:
        _read(text)
    seconds = process_time() - begun
    return f"{words:,}", duration(seconds), f"{words / seconds:,.0f}", f"{peak_megabytes():.0f} MB"


def _read(text: str) -> None:
    for _ in lines(extract(document_from_text(text, "measured"))):
        pass


def _long(articles: list[str], words: int) -> str:
    """One text of so many words, out of the articles' prose."""
    prose = [_prose(text) for text in articles]
    parts: list[str] = []
    count = 0
    while count < words:
        text = prose[len(parts) % len(prose)]
        parts.append(YEAR.sub(partial(_later, len(parts)), text))
        count += len(text.split())
    return "# A long report\n\nMay 5, 2025\n\n" + "\n\n".join(parts)


def _later(years: int, match: re.Match[str]) -> str:
    return str(1990 + (int(match[1]) + years) % 35)


def _prose(text: str) -> str:
    document = document_from_text(text, "measured")
    return "\n\n".join(document.quote(block.span) for block in document.blocks if block.kind in ("title", "heading", "prose", "list"))


def _stages(articles: list[str]) -> list[str]:
    """The share of each stage in reading the articles; beside it what trafilatura takes for the text of the same pages, before anything is read."""
    registry = load_registry()
    spent: defaultdict[str, float] = defaultdict(float)

    def stage(name: str, work: Callable[[], Made]) -> Made:
        begun = process_time()
        made = work()
        spent[name] += process_time() - begun
        return made

    for text in articles * REPEATS:
        document = stage("blocks, language, sentences", partial(document_from_text, text, "measured"))
        nodes = stage("actors, agreements, works", partial(find_nodes, document, registry))
        topics = stage("topics", partial(find_topics, document, registry))
        stage("sentences with slots", partial(frames, document, nodes, registry))
        stage("figures", partial(find_figures, document, nodes, registry))
        stage("relations", partial(find_relations, document, nodes, topics, registry))
        page = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
        stage(PEER, partial(trafilatura.extract, f"<html><body><article>{page}</article></body></html>"))
    words = sum(len(text.split()) for text in articles) * REPEATS
    total = sum(spent.values()) - spent[PEER]
    return table(("stage", "share", "words a second"), [(name, f"{seconds / total:.0%}", f"{words / seconds:,.0f}") for name, seconds in spent.items()])


def _many(articles: list[str], many: int) -> list[str]:
    """How long it takes to file many articles, and whether the record is the same."""
    rows = []
    alone = 0.0
    revisions: set[str] = set()
    with TemporaryDirectory() as name:
        folder = Path(name, "many")
        folder.mkdir()
        for number in range(many):
            (folder / f"{number:04}.txt").write_text(f"Report number {number}\n\n{articles[number % len(articles)]}", encoding="utf-8")
        for jobs in dict.fromkeys((1, cores())):
            seconds = timed(partial(_file, folder, jobs, revisions))
            alone = alone or seconds
            rows.append(
                (f"{many} articles, {jobs} {'process' if jobs == 1 else 'processes'}", duration(seconds), f"{many / seconds:.0f}", f"{alone / seconds:.2f}")
            )
    assert len(revisions) == 1
    return table(("filed", "time", "documents a second", "times as fast"), rows)


def _file(folder: Path, jobs: int, revisions: set[str]) -> None:
    store = open_store(f"sqlite:///{folder.parent / f'{jobs}.db'}")
    load(store, [str(folder)], jobs=jobs)
    revisions.add(store.revision())
    store.close()


def _whole(repeats: int) -> list[str]:
    """Whole processes that read one article: the first after an installation, and those that find what it kept."""
    article = str(next((SHARED / "seeds").glob("*.txt")))
    command = [sys.executable, "-m", "trilateral", "extract", article]
    with TemporaryDirectory() as home:
        environment = os.environ | {"XDG_CACHE_HOME": home, "LOCALAPPDATA": home, "HOME": home}
        first, *later = (_process(command, environment) for _ in range(repeats + 1))
    rows = [_row_of("the first", [first]), _row_of("later ones", later)]
    return table(("`trilateral extract` of an article", "median", "slowest", "processor", "peak memory"), rows)


def _process(command: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and peak megabytes, of one process."""
    begun = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _row_of(name: str, runs: list[tuple[float, float, float]]) -> tuple[str, ...]:
    clock, processor, memory = zip(*runs, strict=True)
    return name, duration(median(clock)), duration(max(clock)), duration(median(processor)), f"{max(memory):.0f} MB"
