"""A claim is what was said; its id is the same everywhere; lines go out and come back unchanged."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.claims import LINE, Bound, Claim, Decision, Figure, Judgement, Line, Modality, Record, Source, Status, Text, canonical, read_lines, write_lines
from graph.errors import SourceError

MET = Claim(subject="org:alpha", predicate="met_with", object="org:beta", source="source:paper", when="2025-04")

entities = st.from_regex(r"(org|person|gov):[a-z0-9][a-z0-9._/-]{0,10}", fullmatch=True)
texts = st.text(max_size=30)
layers = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)
dated = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)).map(str)
figures = st.builds(
    Figure,
    kind=st.sampled_from(["flow", "growth", "rank"]),
    value=st.floats(allow_nan=False, allow_infinity=False),
    unit=texts,
    bound=st.sampled_from(Bound),
    slots=st.lists(st.tuples(texts, st.sampled_from(["stated", "guessed"])), max_size=2).map(tuple),
)
claims = st.builds(
    Claim,
    subject=entities,
    predicate=st.sampled_from(["met_with", "leads"]),
    object=st.one_of(st.just(""), entities),
    value=texts,
    figure=st.none() | figures,
    qualifiers=st.lists(texts, max_size=3).map(tuple),
    modality=st.sampled_from(Modality),
    speaker=st.one_of(st.just(""), entities),
    when=st.one_of(st.just(""), dated, dated.map(lambda d: d + ".."), dated.map(lambda d: ".." + d)),
    source=st.just("source:paper"),
    quote=texts,
    span=st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    confidence=st.integers(0, 1000),
)
lines = st.one_of(
    st.builds(Source, id=st.just("source:paper"), title=texts, published=st.none() | st.dates(), reliability=st.floats(0, 1), layer=st.just("") | layers),
    st.builds(Text, source=st.just("source:paper"), text=texts),
    st.builds(Record, claim=claims, status=st.sampled_from(Status), layer=layers, extractor=texts),
    st.builds(Decision, claim=claims.map(lambda claim: claim.id), status=st.sampled_from(Status), by=texts),
    st.builds(Judgement, left=entities, right=entities, verdict=st.sampled_from(["same", "different", "undecided"])),
)


@given(st.lists(lines, max_size=5))
def test_lines_go_out_and_come_back_unchanged(many: list[Line]) -> None:
    stream = io.StringIO()
    assert write_lines(many, stream) == len(many)
    stream.seek(0)
    assert list(read_lines(stream)) == many


@given(claims)
def test_an_id_depends_on_the_content_alone(claim: Claim) -> None:
    again = Claim.model_validate_json(claim.model_dump_json())
    assert again.id == claim.id == Claim.model_validate(claim.model_dump(exclude_defaults=True)).id
    assert claim.model_copy(update={"quote": claim.quote + "x"}).id != claim.id


def test_an_id_is_the_same_on_every_machine_and_in_every_version() -> None:
    assert MET.id == "claim:258d9b4021d1936af7f6da06853219e9"


def test_the_same_said_in_other_words_of_input_is_the_same_claim() -> None:
    wide = MET.model_copy(update={"qualifiers": ("a", "b")})
    fields = {"subject": "org:alpha", "predicate": "met_with", "object": "org:beta", "source": "source:paper"}
    assert Claim.model_validate(fields | {"when": "2025-04-01..2025-04-30", "qualifiers": ["b", "a", "b"]}).id == wide.id
    assert Claim.model_validate(fields | {"when": ".."}).when == ""


@pytest.mark.parametrize(
    "change",
    [{"object": "org:gamma"}, {"when": "2025-05-01"}, {"speaker": "org:beta"}, {"confidence": 899}, {"span": (0, 1)}, {"source": "source:other"}],
)
def test_other_content_is_another_claim_even_in_a_copy(change: dict[str, object]) -> None:
    first = MET.id
    assert MET.model_copy(update=change).id != first


def test_status_layer_and_extractor_are_not_of_the_claim() -> None:
    one, other = Record(claim=MET), Record(claim=MET, status=Status.PROPOSED, layer="private", extractor="x/2")
    assert one.claim.id == other.claim.id


@pytest.mark.parametrize(
    "bad",
    [
        {"subject": "alpha"},
        {"subject": "org:Alpha"},
        {"object": "org:"},
        {"predicate": ""},
        {"source": "paper"},
        {"source": "source:a\n"},
        {"confidence": 1001},
        {"confidence": -1},
        {"unheard_of": 1},
        {"figure": {"kind": "flow", "value": float("nan"), "unit": "USD"}},
        {"figure": {"kind": "flow", "value": 1.0, "upper": float("inf"), "unit": "USD"}},
    ],
)
def test_a_malformed_claim_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Claim.model_validate(MET.model_dump() | bad)


def test_values_do_not_change() -> None:
    with pytest.raises(ValidationError):
        MET.value = "x"  # type: ignore[misc]


def test_a_source_is_its_own_group_unless_it_copies_another() -> None:
    assert Source(id="source:a", title="A").source_group == "source:a"
    assert Source(id="source:a", title="A", group="wire-1").source_group == "wire-1"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{bad", "not a JSON object"),
        ("[]", "object"),
        ('{"type": "unheard of"}', "unheard of"),
        ('{"type": "source", "id": "source:x"}', "title"),
        (LINE.dump_json(Record(claim=MET)).decode().replace("2025-04-01..2025-04-30", "soon"), "soon: not a date"),
        ('{"type": "text", "source": "source:x", "text": "", "a\\u202e\\u001b": 1}', "not permitted"),
    ],
)
def test_a_bad_line_names_the_file_the_line_and_the_reason(line: str, says: str) -> None:
    with pytest.raises(SourceError) as refusal:
        list(read_lines(["\n", line], "claims.jsonl"))
    message = str(refusal.value)
    assert message.startswith("claims.jsonl: line 2: ")
    assert says in message
    assert message.isprintable()


@given(st.recursive(st.text() | st.integers(-(2**53), 2**53) | st.booleans() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_both_writers_of_an_id_write_the_same_bytes(content: object) -> None:
    assert canonical([content], plain=True) == canonical([content])
