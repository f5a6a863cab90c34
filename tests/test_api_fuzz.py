"""Whatever the description allows is answered as the description says, with and without a key: never a fault of ours."""

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from api import keys
from api.app import create_app
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.settings import Settings

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
TRIES = int(os.environ.get("FUZZ", "4"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PHASES = (Phase.explicit, Phase.generate)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], str]:
    """Every operation of the API, and a key that opens all of it."""
    url = str(tmp_path_factory.mktemp("fuzz") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
        token, _ = keys.create(graph.store, "fuzz", Role.ADMIN, ("ours",))
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(store=url, need_keys=True, per_minute=0)))
    return [found.ok() for found in schema.get_all_operations()], token


@pytest.mark.parametrize("known", [True, False], ids=["with a key", "without"])
def test_every_answer_is_one_that_is_described(asked: tuple[list[Any], str], known: bool) -> None:
    operations, token = asked
    headers = {"Authorization": f"Bearer {token}"} if known else {}
    faults = []
    for operation in operations:

        @settings(max_examples=TRIES if known else 1, deadline=None, derandomize=True, database=None, phases=PHASES, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        try:
            ask()
        except BaseExceptionGroup as group:
            faults.append(f"{operation.label}: {[str(one)[:500] for one in group.exceptions]}")
        except AssertionError as fault:
            faults.append(f"{operation.label}: {str(fault)[:500]}")
    assert not faults, "\n".join(faults)
