"""Files of registers, cut and mangled at random: read in part and reported, or refused as a whole, never anything else."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Record
from graph.errors import SourceError
from graph.store.vetting import vet
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registry import lines, load_registry

FIXTURES = Path(__file__).parent / "fixtures"
FILES = {
    "congress/legislators-current.yaml": "congress",
    "congress/committees-current.yaml": "congress",
    "congress/committee-membership-current.yaml": "congress",
    "congress/executive.yaml": "congress",
    "federal_register/documents.json": "federal_register",
    "federal_register/agencies.json": "federal_register",
    "posts/offices.csv": "posts",
    "agreements/nafta_miniature.xml": "agreements",
}
NOISE = (
    b"",
    b"\0",
    b"\xff\xfe",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"'",
    b":",
    b"- ",
    b"\n",
    b"\r",
    b"&x;",
    b"&#11;",
    b"<",
    b"9" * 40,
    b"-1",
    "é٣".encode(),
    b"\xe9",
    b",,,",
)


@cache
def registry() -> tuple[Record, ...]:
    """What the registry says, made once."""
    return tuple(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(NOISE)), min_size=1, max_size=4))
def test_a_mangled_file_is_read_in_part_or_refused(name: str, cuts: list[tuple[float, int, bytes]], tmp_path: Path) -> None:
    content = (FIXTURES / name).read_bytes()
    for where, length, noise in cuts:
        at = int(where * len(content))
        content = content[:at] + noise + content[at + length :]
    path = tmp_path / Path(name).name
    path.write_bytes(content)
    desk = Intake(Known(registry()))
    try:
        said = [line.claim for line in catalogue.loader(FILES[name]).read(Input(path.name, path), desk) if isinstance(line, Record)]
    except SourceError as error:
        said, refused = [], str(error)
    else:
        refused = ""
    assert "\n" not in refused
    kinds = {claim.subject: {claim.value} for claim in said if claim.predicate == "kind"}
    for claim in said:
        if not claim.span:
            vet(claim, kinds, None)
