"""Bearer tokens of an organisation's own identity provider (OpenID Connect): signature, issuer, audience and time are checked by PyJWT."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from api.keys import Caller, Role
from api.settings import Settings
from graph.errors import AccessError, RequestError

if TYPE_CHECKING:
    from jwt import PyJWKClient

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")  # none that signs with a shared secret
LEEWAY = 30  # seconds that two clocks may differ


def caller(token: str, settings: Settings) -> Caller:
    """Whose token it is: role and layers are the claims `trilateral_role` and `trilateral_layers`, a reader of the public layer without them.

    Raises AccessError for a token that is not of this issuer and audience, not yet or no longer good, or not signed by one of its keys.
    """
    try:
        import jwt
    except ImportError as error:
        raise RequestError("TRILATERAL_OIDC_ISSUER: needs a library for its tokens; install trilateral[oidc]") from error
    try:
        key = _keys(settings.oidc_keys).get_signing_key_from_jwt(token)
        told: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=settings.oidc_issuer,
            audience=settings.oidc_audience,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise AccessError("the token opens nothing here: of another issuer or audience, expired, or not signed by its issuer") from error
    role = told.get("trilateral_role", Role.READER.value)
    layers = told.get("trilateral_layers", [])
    if role not in set(Role) or not isinstance(layers, list) or not all(isinstance(layer, str) for layer in layers):
        raise AccessError("the token's trilateral_role or trilateral_layers is none that is known here; ask an administrator")
    return Caller(id=f"oidc:{told['sub']}", name=str(told.get("name", told["sub"])), role=Role(role), layers=tuple(layers))


@lru_cache(maxsize=4)
def _keys(address: str) -> "PyJWKClient":
    from jwt import PyJWKClient

    return PyJWKClient(address, cache_keys=True, lifespan=600, timeout=5)
