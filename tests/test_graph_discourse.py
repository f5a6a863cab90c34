"""Discourse networks: the sample of Leifeld's Discourse Network Analyzer, definitions and bounds."""

import csv
import json
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.coalitions.discourse import Discourse, Duplicates, Normalisation, conflict, congruence, discourse, ignoring, subtract

NORMALISATIONS: tuple[Normalisation, ...] = get_args(Normalisation)
POLICIES = {"all": "here_include_duplicates", "document": "here_duplicates_document"}
COUNTS = arrays(np.int64, (4, 3), elements=st.integers(0, 5))


@pytest.fixture(scope="module")
def sample(request: pytest.FixtureRequest) -> tuple[list[dict[str, str]], dict[str, Any]]:
    folder: Path = request.getfixturevalue("shared") / "reference" / "dna-sample"
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream)), json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def network(rows: list[dict[str, str]], duplicates: Duplicates) -> tuple[Discourse, list[str]]:
    names = {key: sorted({row[key] for row in rows}) for key in ("organization", "concept", "docid")}
    columns = {key: np.array([names[key].index(row[key]) for row in rows]) for key in names}
    agree = np.array([row["agreement"] == "1" for row in rows])
    shape = (len(names["organization"]), len(names["concept"]))
    return discourse(columns["organization"], columns["concept"], agree, columns["docid"], shape, duplicates), names["organization"]


def test_the_published_sums_of_the_sample(sample):
    rows, expected = sample
    said, names = network(rows, "all")
    published = expected["published_in_rDNA_tests"]
    assert names == expected["labels"]
    assert list(said.mentions.shape) == published["twomode_dim"]
    assert said.mentions.sum() == published["twomode_sum"] == 40
    assert list(ignoring(said).shape) == published["onemode_ignore_dim"]
    assert ignoring(said).sum() == published["onemode_ignore_sum"] == 276
    assert ignoring(said)[names.index("Environmental Protection Agency"), :2].tolist() == published["EPA_row_first_two"]


@pytest.mark.parametrize("policy", POLICIES)
def test_every_matrix_of_the_sample(sample, policy):
    rows, expected = sample
    said, _ = network(rows, policy)
    known = expected[POLICIES[policy]]
    assert congruence(said).tolist() == known["congruence"]
    assert conflict(said).tolist() == known["conflict"]
    assert subtract(said, "average") == pytest.approx(np.array(known["subtract_average"]), abs=1e-6)
    assert {"ignore": ignoring(said).sum(), "congruence": congruence(said).sum(), "conflict": conflict(said).sum()} == known["sums"]


def test_what_is_repeated_counts_by_the_policy():
    actors, concepts, documents = (np.array(column) for column in ([0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 1, 0]))
    agree = np.array([True, True, True, True])
    counts = {policy: discourse(actors, concepts, agree, documents, (2, 1), policy).agrees[0, 0] for policy in get_args(Duplicates)}
    assert counts == {"all": 3, "document": 2, "ever": 1}


def test_saying_both_is_congruence_and_conflict_at_once():
    both = Discourse(np.array([[1.0], [1.0]]), np.array([[1.0], [0.0]]))
    assert (congruence(both)[0, 1], conflict(both)[0, 1], subtract(both)[0, 1]) == (1, 1, 0)


def test_normalisations_of_a_small_case():
    said = Discourse(np.array([[3.0, 0.0], [1.0, 2.0]]), np.zeros((2, 2)))
    assert congruence(said)[0, 1] == 3
    assert congruence(said, "average")[0, 1] == 3 / 3
    assert congruence(said, "jaccard")[0, 1] == 3 / (3 + 2)
    assert congruence(said, "cosine")[0, 1] == pytest.approx(3 / (3 * 5**0.5))


@given(COUNTS, COUNTS, st.sampled_from(NORMALISATIONS))
def test_networks_are_finite_symmetric_and_swap_with_the_sides(agrees, disagrees, normalisation):
    said = Discourse(agrees.astype(float), disagrees.astype(float))
    for network in (congruence, conflict, ignoring, subtract):
        found = network(said, normalisation)
        assert np.isfinite(found).all()
        assert np.allclose(found, found.T)
        assert not found.diagonal().any()
    turned = Discourse(said.disagrees, said.agrees)
    assert np.allclose(subtract(turned, normalisation), subtract(said, normalisation))
    if normalisation in ("jaccard", "cosine"):
        assert (congruence(said, normalisation) <= 1 + 1e-12).all()
    if normalisation == "cosine":
        assert (np.abs(subtract(said, normalisation)) <= 1 + 1e-12).all()


@given(COUNTS, COUNTS)
def test_ignoring_sides_is_the_projection_of_mentions(agrees, disagrees):
    said = Discourse(agrees.astype(float), disagrees.astype(float))
    whole = said.mentions @ said.mentions.T
    np.fill_diagonal(whole, 0)
    assert (ignoring(said) == whole).all()


def test_nobody_and_nothing_said():
    for shape in ((0, 0), (3, 0), (0, 2), (2, 2)):
        empty = Discourse(np.zeros(shape), np.zeros(shape))
        assert subtract(empty, "cosine").shape == (shape[0], shape[0])
        assert not subtract(empty, "average").any()
