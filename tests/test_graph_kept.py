"""What is kept for the next question: bounded, made once, and gone with the snapshot that it is about."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from graph.claims import Claim, Record, Source
from graph.influence.score import InfluenceQuery, score
from graph.paths.introduce import PathQuery, introduce
from graph.snapshot.build import build
from graph.snapshot.kept import Kept, once_for_each


class Subject:
    """Something that values are about."""


def test_a_value_is_made_once_and_the_heaviest_are_let_go() -> None:
    kept: Kept[str] = Kept(10, len, least=1)
    subject, made = Subject(), []

    def make(text: str) -> str:
        made.append(text)
        return text

    for text in ("aaaa", "aaaa", "bbbb", "aaaa", "cccc", "bbbb"):
        assert kept.get((subject, text), lambda text=text: make(text)) == text  # type: ignore[misc]
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]


def test_values_go_with_what_they_are_about() -> None:
    kept: Kept[Subject] = Kept(10, lambda _: 1)
    subject, other = Subject(), Subject()
    value = weakref.ref(kept.get((subject, 1), Subject))
    stays = kept.get((other, 1), Subject)
    assert value() is not None
    del subject
    gc.collect()
    assert value() is None
    assert kept.get((other, 1), Subject) is stays


def test_many_threads_wait_for_one_making_and_others_do_not() -> None:
    kept: Kept[Subject] = Kept(10, lambda _: 1)
    slow, quick, begun, go_on = Subject(), Subject(), threading.Event(), threading.Event()

    def wait() -> Subject:
        begun.set()
        assert go_on.wait(20)
        return Subject()

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(kept.get, (slow,), wait) for _ in range(3)]
        assert begun.wait(20)
        kept.get((quick,), Subject)
        go_on.set()
        assert len({id(one.result()) for one in asked}) == 1


def test_what_a_making_raises_is_not_kept() -> None:
    kept: Kept[int] = Kept(10, lambda _: 1)
    subject = Subject()
    for attempt in (0, 1):
        try:
            assert kept.get((subject,), lambda attempt=attempt: 1 // attempt) == 1  # type: ignore[misc]
        except ZeroDivisionError:
            assert attempt == 0


def test_a_function_asked_once_for_each_keeps_none_alive() -> None:
    asked: list[int] = []
    once = once_for_each(lambda subject: asked.append(id(subject)))
    subject = Subject()
    gone = weakref.ref(subject)
    once(subject)
    once(subject)
    assert len(asked) == 1
    del subject
    gc.collect()
    assert gone() is None


def test_an_old_snapshot_can_be_freed_after_questions() -> None:
    said = [Claim(subject=a, predicate="met_with", object=b, when="2025-05", source="source:news") for a, b in (("org:a", "org:b"), ("org:b", "org:c"))]
    snapshot = build([Source(id="source:news", title="News"), *(Record(claim=claim) for claim in said)])
    day = date(2025, 10, 28)
    assert introduce(snapshot, PathQuery(start="org:a", end="org:c", as_of=day, view={"inside": ("organisation",)})).paths
    score(snapshot, InfluenceQuery(as_of=day, draws=0))
    old = weakref.ref(snapshot)
    del snapshot
    gc.collect()
    assert old() is None
