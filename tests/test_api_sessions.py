"""Browsers log in with a key: signed cookies, a token for what writes, an end with the key; tokens of an identity provider; how often one may ask."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient

from api import keys
from api.app import create_app
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.sessions import COOKIE
from api.settings import Settings, from_environment
from graph.errors import RequestError

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
MERGE = {"left": "org:cisa", "right": "org:ised"}
HTML = {"Accept": "text/html"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = str(tmp_path / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
    return url


@pytest.fixture
def key(url: str) -> str:
    with KnowledgeGraph(url) as graph:
        return keys.create(graph.store, "desk", Role.EDITOR)[0]


@pytest.fixture
def browser(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=url, need_keys=True)), base_url="https://team.example", follow_redirects=False) as browser:
        yield browser


def test_a_page_leads_to_the_login_and_that_back_to_the_page(browser: TestClient, key: str) -> None:
    sent = browser.get("/?entity=USTR", headers=HTML)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/login?next=%2F%3Fentity%3DUSTR")
    assert 'value="/?entity=USTR"' in browser.get(sent.headers["Location"], headers=HTML).text
    entered = browser.post("/login", data={"key": key, "next": "/?entity=USTR"}, headers=HTML)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/?entity=USTR")
    cookie = entered.headers["Set-Cookie"].casefold()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "secure", "path=/"))
    assert key.rpartition("_")[2].casefold() not in cookie
    assert browser.get("/?entity=USTR", headers=HTML).status_code == 200


def test_a_wrong_key_is_said_on_the_page_and_not_repeated(browser: TestClient) -> None:
    answer = browser.post("/login", data={"key": "tri_wrong<script>"}, headers=HTML)
    assert answer.status_code == 401
    assert "mistyped" in answer.text
    assert "tri_wrong" not in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nSet-Cookie: x"])
def test_the_login_leads_nowhere_else(browser: TestClient, key: str, next: str) -> None:
    assert browser.post("/login", data={"key": key, "next": next}).headers["Location"] == "/"


def test_what_writes_needs_the_token_that_only_our_pages_can_read(browser: TestClient, key: str) -> None:
    browser.post("/login", data={"key": key})
    refused = browser.post("/api/v1/merges", json=MERGE)
    assert (refused.status_code, "X-CSRF-Token" in refused.json()["detail"]) == (403, True)
    assert browser.post("/api/v1/merges", json=MERGE, headers={"X-CSRF-Token": "0" * 64}).status_code == 403
    told = browser.get("/api/v1/session").json()
    assert (told["name"], told["role"]) == ("desk", "editor")
    assert browser.post("/api/v1/merges", json=MERGE, headers={"X-CSRF-Token": told["csrf"]}).status_code == 201


def test_a_session_ends_with_its_key_and_at_logout(browser: TestClient, key: str, url: str) -> None:
    browser.post("/login", data={"key": key})
    assert browser.get("/api/v1/session").status_code == 200
    browser.post("/logout")
    assert browser.get("/api/v1/session").status_code == 401
    browser.post("/login", data={"key": key})
    with KnowledgeGraph(url) as graph:
        keys.revoke(graph.store, "desk")
    assert browser.get("/api/v1/session").status_code == 401


def test_a_cookie_that_was_changed_or_made_elsewhere_is_none(browser: TestClient, key: str) -> None:
    browser.post("/login", data={"key": key})
    signed = browser.cookies[COOKIE]
    for bad in (signed[:-1] + ("A" if signed[-1] != "A" else "B"), signed.replace(signed.split(".")[0], "0" * 12), "x", "a.b.c"):
        browser.cookies.clear()
        assert browser.get("/api/v1/session", headers={"Cookie": f"{COOKIE}={bad}"}).status_code == 401


def test_a_page_of_another_site_does_not_log_in(browser: TestClient, key: str) -> None:
    assert browser.post("/login", data={"key": key}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.post("/login", data={"key": key}, headers={"Origin": "https://team.example"}).status_code == 303


def test_who_asks_too_often_is_told_when_to_ask_again(url: str, key: str) -> None:
    with TestClient(create_app(Settings(store=url, need_keys=True, per_minute=3))) as client:
        mine = {"Authorization": f"Bearer {key}"}
        found = [client.get("/api/v1/session", headers=mine) for _ in range(4)]
        assert [one.status_code for one in found] == [200, 200, 200, 429]
        assert found[-1].headers["content-type"] == "application/problem+json"
        assert 1 <= int(found[-1].headers["Retry-After"]) <= 60
        assert [client.get("/api/v1/session").status_code for _ in range(4)] == [401, 401, 401, 429], "guesses are counted by address"
        assert client.get("/healthz").status_code == 200


class Provider(BaseHTTPRequestHandler):
    """An identity provider's keys."""

    keys: bytes

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.keys)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def provider(private: rsa.RSAPrivateKey) -> Iterator[str]:
    told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key())) | {"kid": "one", "use": "sig", "alg": "RS256"}
    Provider.keys = json.dumps({"keys": [told]}).encode()
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def signed(private: rsa.RSAPrivateKey, issuer: str, **changed: Any) -> str:
    now = datetime.now(UTC)
    told = {"iss": issuer, "aud": "trilateral", "sub": "ana", "name": "Ana", "iat": now, "exp": now + timedelta(minutes=5), "trilateral_role": "editor"}
    return jwt.encode({**told, **changed}, private, algorithm="RS256", headers={"kid": "one"})


def test_a_token_of_the_identity_provider_opens_what_it_says(url: str, provider: str, private: rsa.RSAPrivateKey) -> None:
    settings = Settings(store=url, need_keys=True, oidc_issuer=provider, oidc_audience="trilateral", oidc_keys=f"{provider}/keys")
    past = datetime.now(UTC) - timedelta(hours=2)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    bad = {
        "another issuer": signed(private, "https://evil.example"),
        "another audience": signed(private, provider, aud="payroll"),
        "expired": signed(private, provider, exp=past),
        "not yet": signed(private, provider, iat=datetime.now(UTC) + timedelta(hours=1)),
        "another key": signed(other, provider),
        "no signature": jwt.encode({"iss": provider, "aud": "trilateral", "sub": "x"}, None, algorithm="none"),
        "a shared secret": jwt.encode({"iss": provider, "aud": "trilateral", "sub": "x"}, "s" * 32, algorithm="HS256", headers={"kid": "one"}),
        "no such role": signed(private, provider, trilateral_role="emperor"),
        "layers of a wrong shape": signed(private, provider, trilateral_layers="ours"),
    }
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        good = client.get("/api/v1/session", headers={"Authorization": f"Bearer {signed(private, provider, trilateral_layers=['ours'])}"})
        assert (good.json()["name"], good.json()["role"], good.json()["layers"]) == ("Ana", "editor", ["ours"])
        found = {why: client.get("/api/v1/session", headers={"Authorization": f"Bearer {token}"}).status_code for why, token in bad.items()}
    assert found == dict.fromkeys(bad, 401)


def test_a_provider_is_set_whole_or_not_at_all() -> None:
    with pytest.raises(RequestError, match="belong together"):
        from_environment({"TRILATERAL_OIDC_ISSUER": "https://id.example"})
