"""Kernels compiled ahead: what `warm` compiles is what questions use, and waiting is announced."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SPREAD = """
import numpy as np
from graph.spread.cascades import network
from graph.spread.seeding import Search, by_reverse_sets, choose
tail = np.arange(300, dtype=np.int32)
net = network(tail, tail[::-1].copy(), np.full(300, .1), np.ones(300, dtype=np.bool_), np.ones(300))
choose(Search(net, 2, np.inf), .1, 100)
by_reverse_sets(Search(net, 2, np.inf), 250.0, (False, True))
"""


def run(code: str, cache: Path) -> str:
    """What a process says on standard error."""
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "NUMBA_CACHE_DIR": str(cache)}, capture_output=True, text=True, check=True)
    return done.stderr


@pytest.mark.slow
def test_who_must_wait_for_compiling_is_told_once_and_nobody_waits_after_it(tmp_path: Path) -> None:
    assert run(SPREAD, tmp_path / "one").count("compiling the inner loops, once on this machine") == 1
    assert run(SPREAD, tmp_path / "one") == ""


@pytest.mark.slow
def test_what_was_compiled_ahead_is_what_a_question_needs(tmp_path: Path) -> None:
    run("import logging\nlogging.disable()\nfrom graph.kernels import cascades\ncascades.warm()", tmp_path / "two")
    assert run(SPREAD, tmp_path / "two") == ""


def test_without_a_folder_to_keep_them_in_kernels_work_and_one_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code = (
        "from graph.kernels import compiled\n@compiled\ndef twice(a):\n    return 2 * a\n@compiled\ndef four(a):\n    return 4 * a\nprint(twice(2) + four(1))"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    nowhere = {"NUMBA_CACHE_DIR": str(tmp_path / "file" / "below"), "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator"}
    root = str(Path(__file__).resolve().parent.parent)
    done = subprocess.run([sys.executable, script], env={**os.environ, **nowhere, "PYTHONPATH": root}, capture_output=True, text=True, check=True)
    assert done.stdout == "8\n"
    assert done.stderr.count("\n") == 1
    assert "set NUMBA_CACHE_DIR to a folder that can be written" in done.stderr


def test_warming_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    from graph.kernels.__main__ import main

    main()
    said = capsys.readouterr()
    assert said.out == ""
    assert "graph.kernels.cascades ... " in said.err
