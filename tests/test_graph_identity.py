"""Names fold, ids are readable, judgements merge and part, and nobody is guessed."""

import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, Judgement, Line, Record, Source
from graph.errors import AmbiguousName, ClaimError, UnknownName
from graph.identity import clusters, resolve
from graph.spelling import fold, slug
from graph.store import open_store
from graph.store.base import GraphStore


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sofía Pérez-Gasque", "sofia perez gasque"),
        ("T-MEC", "t mec"),
        ("  The  U.S.\tCongress ", "u s congress"),
        ("La Cámara", "camara"),
        ("L’Alliance québécoise", "alliance quebecoise"),
        ("Straße", "strasse"),
        ("so\u00adft\u200b", "soft"),
        ("ﬁrm №5", "firm no5"),
        ("Ｆｕｌｌ", "full"),
        ("snake_case", "snake case"),
        ("The The", "the"),
        ("\u202eevil", "evil"),
        ("half\ud800", "half"),
        ("🚀 ", "🚀"),
        ("", ""),
    ],
)
def test_spellings_of_one_name_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_and_case_never_matters(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert fold(f" {text} ") == once
    assert "\0" not in once
    assert once == once.strip()
    once.encode()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéñ ", min_size=1))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(("text", "readable"), [("Sofía Pérez Gasque", "sofia-perez-gasque"), ("Ærø & Łódź", "aero-lodz"), ("US$700billion", "us-700billion")])
def test_a_slug_is_readable(text: str, readable: str) -> None:
    assert slug(text) == readable


@given(st.text())
def test_a_slug_is_always_a_part_of_an_id(text: str) -> None:
    made = slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 80


def test_names_that_ascii_cannot_write_keep_apart() -> None:
    assert len({slug(name) for name in ("华为 Ltd", "中兴 Ltd", "Ltd", "华为", "🚀", "x" * 100, "x" * 101)}) == 7


def judged(left: str, verdict: str, right: str) -> Judgement:
    return Judgement.model_validate({"left": left, "right": right, "verdict": verdict})


A, B, C, D = "org:a", "org:b", "org:c", "org:d"


def test_judgements_merge_and_part() -> None:
    assert clusters([]) == {}
    assert clusters([judged(B, "same", A), judged(C, "same", B), judged(C, "different", D)]) == {A: A, B: A, C: A}
    assert clusters([judged(A, "same", B), judged(B, "undecided", A)]) == {}
    assert clusters([judged(A, "same", B), judged(A, "different", B)]) == {}
    assert clusters([judged(A, "different", B), judged(A, "same", B)]) == {A: A, B: A}


def test_the_order_of_judgements_on_different_pairs_does_not_matter() -> None:
    said = [judged(D, "same", C), judged(B, "same", C), judged(A, "different", "org:z"), judged(B, "same", D)]
    assert {tuple(clusters(order).items()) for order in permutations(said)} == {((B, B), (C, B), (D, B))}


def test_different_blocks_a_merge_in_a_round_about_way() -> None:
    with pytest.raises(ClaimError, match="org:a and org:c: judged different"):
        clusters([judged(A, "same", B), judged(B, "same", C), judged(C, "different", A)])


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))))
def test_clusters_are_the_connected_components(pairs: list[tuple[str, str]]) -> None:
    said = [judged(f"org:{left}", "same", f"org:{right}") for left, right in pairs]
    graph = nx.Graph([(j.left, j.right) for j in said])
    assert clusters(said) == {member: min(part) for part in nx.connected_components(graph) for member in part}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    """A store with names that are easy to take for one another."""
    named = {
        "org:alpha": ["Alpha Chamber", "Cámara Alfa"],
        "org:alpha-fund": ["Alpha Fund"],
        "gov:mx": ["Mexico", "México"],
        "place:mx": ["Mexico"],
        "gov:ge": ["Georgia"],
        "place:us-ga": ["Georgia"],
        "org:trade-office": ["Trade Representative"],
        "post:trade-representative": ["Trade Representative"],
        "person:ana-ruiz-perez": ["Ana Ruiz Pérez"],
        "person:jo-li-wu": ["Jo Li Wu"],
        "person:al-li-wu": ["Al Li Wu"],
        "org:mercury-one": ["Mercury"],
        "org:mercury-two": ["Mercury"],
    }
    lines: list[Line] = [Source(id="source:list", title="List")]
    for entity, names in named.items():
        lines += [Record(claim=Claim(subject=entity, predicate=("alias" if at else "name"), value=n, source="source:list")) for at, n in enumerate(names)]
    store = open_store(str(tmp_path / "store.db"))
    store.write(lines)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("org:alpha", "org:alpha"),
        ("ORG:ALPHA", "org:alpha"),
        ("alpha chamber", "org:alpha"),
        ("camara ALFA", "org:alpha"),
        ("the Alpha Chamber", "org:alpha"),
        ("mexico", "gov:mx"),
        ("place:mx", "place:mx"),
        ("trade representative", "org:trade-office"),
        ("post:trade-representative", "post:trade-representative"),
        ("ruiz perez", "person:ana-ruiz-perez"),
    ],
)
def test_an_id_a_name_or_an_alias_is_one_entity(store: GraphStore, text: str, entity: str) -> None:
    assert resolve(store, text).id == entity


def test_a_merged_id_keeps_resolving(store: GraphStore) -> None:
    store.write([judged("org:mercury-two", "same", "org:mercury-one"), judged("org:alpha", "same", "org:aaa")])
    assert resolve(store, "mercury").id == resolve(store, "org:mercury-two").id == "org:mercury-one"
    assert resolve(store, "alpha chamber").id == resolve(store, "org:alpha").id == resolve(store, "org:aaa").id == "org:aaa"
    assert resolve(store, "org:aaa").name == "Alpha Chamber"


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Mercury", ("org:mercury-one (Mercury)", "org:mercury-two (Mercury)")),
        ("Georgia", ("gov:ge (Georgia)", "place:us-ga (Georgia)")),
        ("li wu", ("person:al-li-wu (Al Li Wu)", "person:jo-li-wu (Jo Li Wu)")),
    ],
)
def test_an_ambiguous_name_lists_the_candidates(store: GraphStore, text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousName) as refusal:
        resolve(store, text)
    assert refusal.value.candidates == candidates


@pytest.mark.parametrize("text", ["Alpha", "alfa chambr", "Mercurius", "Wu", "org:alfa", "zzzzqq", "", "\0\u202e"])
def test_an_unknown_name_offers_at_most_three(store: GraphStore, text: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        resolve(store, text)
    assert len(refusal.value.nearest) <= 3
    assert str(refusal.value).isprintable()


def test_the_nearest_names_are_offered(store: GraphStore) -> None:
    with pytest.raises(UnknownName, match="did you mean “Alpha Chamber”"):
        resolve(store, "Alhpa Chamber")


def test_a_name_in_a_layer_that_is_not_seen_is_unknown(store: GraphStore) -> None:
    store.write([Record(claim=Claim(subject="org:secret", predicate="name", value="Secret Circle", source="source:list"), layer="private")])
    for text in ("Secret Circle", "org:secret"):
        with pytest.raises(UnknownName) as refusal:
            resolve(store, text)
        assert not any("Secret" in name for name in refusal.value.nearest)
        assert resolve(store, text, ["public", "private"]).id == "org:secret"


def test_two_near_names_that_are_alike_are_offered_with_their_ids(store: GraphStore) -> None:
    source = Source(id="source:list", title="List")
    named = [("person:ana-one", "Ana Exemplar"), ("person:ana-two", "Ana Exemplar"), ("person:eva", "Eva Exemplar")]
    store.write([source, *(Record(claim=Claim(subject=id, predicate="name", value=name, source=source.id)) for id, name in named)])
    with pytest.raises(UnknownName) as unknown:
        resolve(store, "Anna Exemplar")
    assert set(unknown.value.nearest) == {"Ana Exemplar (person:ana-one)", "Ana Exemplar (person:ana-two)", "Eva Exemplar"}
