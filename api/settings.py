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
    log        write a line of JSON for each request to standard error
    need_keys  true: nobody is answered without a key (`trilateral keys create`); false: this machine's user asks freely, others not at all
    key        key that opens a server at http:// or https:// to `trilateral.open`, never shown or stored
    key_file   file that holds that key, in place of key
    per_minute requests that a key may make a minute, and an address that has none, in each worker; 0: any number
    oidc_issuer    issuer of tokens that open this server beside its keys, an identity provider's address
    oidc_audience  audience that such a token must be for
    oidc_keys      address of the issuer's keys (JWKS)
    us         id or name of our own organisation, for which `us` stands in questions
    neo4j_user          user who signs in where the store is on a Neo4j server
    neo4j_password      password of that user, never shown or stored
    neo4j_password_file file that holds that password, in place of neo4j_password
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
    log: bool = False
    need_keys: bool = False
    key: SecretStr = SecretStr("")
    key_file: str = Field(default="", max_length=4000)
    per_minute: int = Field(default=600, ge=0, le=1_000_000)
    oidc_issuer: str = Field(default="", max_length=2000)
    oidc_audience: str = Field(default="", max_length=500)
    oidc_keys: str = Field(default="", max_length=2000)
    us: str = Field(default="", max_length=300)
    neo4j_user: str = Field(default="neo4j", max_length=200)
    neo4j_password: SecretStr = SecretStr("")
    neo4j_password_file: str = Field(default="", max_length=4000)
    fetch_key: SecretStr = SecretStr("")
    fetch_key_file: str = Field(default="", max_length=4000)
    llm_url: str = Field(default="", max_length=2000)
    llm_model: str = Field(default="", max_length=200)
    llm_key: SecretStr = SecretStr("")
    llm_key_file: str = Field(default="", max_length=4000)
    llm_timeout: float = Field(default=60.0, gt=0, le=3600)


def _whole(settings: Settings) -> Settings:
    told = [settings.oidc_issuer, settings.oidc_audience, settings.oidc_keys]
    if any(told) and not all(told):
        raise RequestError(f"{PREFIX}OIDC_*: issuer, audience and keys belong together; set all three or none")
    return settings


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment. Raises RequestError naming key and value of a bad one."""
    given = {name: environment[PREFIX + name.upper()] for name in Settings.model_fields if environment.get(PREFIX + name.upper())}
    try:
        return _whole(Settings.model_validate(given))
    except ValidationError as error:
        first = error.errors()[0]
        key = PREFIX + str(first["loc"][0]).upper()
        raise RequestError(f"{key}={shown(str(first['input']))}: {first['msg'].lower()}; change or unset it") from error


def to_environment(settings: Settings) -> dict[str, str]:
    """The environment that gives these settings; secrets too, since only a process of our own is given it."""
    told = {}
    for name, value in settings:
        plain = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        if plain:
            told[PREFIX + name.upper()] = plain
    return told
