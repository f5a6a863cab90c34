"""The folder of real samples in one go: each file to its loader, what nobody reads listed, and nothing new the second time."""

from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from graph.store.base import GraphStore
from loaders.run import load

READ = {"agreements": 1, "census_trade": 4, "congress": 1, "documents": 3, "fara": 2, "federal_register": 1, "ftm": 1, "lda": 11, "wikidata": 4}
LEFT = {
    *("followthemoney/donations.csv", "followthemoney/donations.yml", "lda/openapi.yaml"),
    *(f"lda/constants_{name}.json" for name in ("contribution_itemtypes", "countries", "filingtypes", "governmententities", "lobbyingactivityissues")),
}
LONGEST = 60.0  # seconds of one core; 37 s by the clock on two busy cores on 2026-11-25, 121 376 claims


@pytest.mark.slow
def test_the_whole_folder_is_loaded_in_one_go_and_again_without_a_change(store: GraphStore, shared: Path) -> None:
    data = shared / "data"
    began = process_time()
    report = load(store, [str(data)])
    assert process_time() - began < LONGEST
    assert Counter(one.loader for one in report.loaded) == READ
    assert {str(Path(failure.name).relative_to(data)) for failure in report.failures} == LEFT
    assert all("of no kind that is known" in failure.reason for failure in report.failures)
    assert report.exit_code == 4
    assert sum(one.new for one in report.loaded) > 100_000
    before = store.revision()
    again = load(store, [str(data)])
    assert (sum(one.new for one in again.loaded), sum(one.superseded for one in again.loaded)) == (0, 0)
    assert store.revision() == before
