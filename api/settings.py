"""Settings, read once at the edge from the environment."""

from collections.abc import Mapping

from pydantic import Field, SecretStr, ValidationError

from graph.claims import Frozen
from graph.errors import RequestError, shown

PREFIX = "TRILATERAL_"


class Settings(Frozen):
    """What the environment may set, each field as TRILATERAL_<NAME>.

    store      URL or path of the store
    host       address that `serve` listens on
    port       port that `serve` listens on, 0 for any free one
    page_size  items of a list that the HTTP API answers at once
    us         id or name of our own organisation, for which `us` stands in questions
    llm_url       address of the language model that `--with llm` asks (OpenAI-compatible), such as http://localhost:8080/v1
    llm_model     name of the model there
    llm_key       key for it, never shown or stored
    llm_key_file  file that holds the key, in place of llm_key
    fetch_key      key for the address that `fetch` asks, never shown or stored
    fetch_key_file file that holds that key, in place of fetch_key
    llm_timeout   seconds that one of its answers may take
    """

    store: str = Field(default="./trilateral.db", min_length=1)
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535)
    page_size: int = Field(default=50, ge=1, le=500)
    us: str = Field(default="", max_length=300)
    fetch_key: SecretStr = SecretStr("")
    fetch_key_file: str = Field(default="", max_length=4000)
    llm_url: str = Field(default="", max_length=2000)
    llm_model: str = Field(default="", max_length=200)
    llm_key: SecretStr = SecretStr("")
    llm_key_file: str = Field(default="", max_length=4000)
    llm_timeout: float = Field(default=60.0, gt=0, le=3600)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment. Raises RequestError naming key and value of a bad one."""
    given = {name: environment[PREFIX + name.upper()] for name in Settings.model_fields if environment.get(PREFIX + name.upper())}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        key = PREFIX + str(first["loc"][0]).upper()
        raise RequestError(f"{key}={shown(str(first['input']))}: {first['msg'].lower()}; change or unset it") from error
