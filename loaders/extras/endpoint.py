"""One bounded request to an OpenAI-compatible endpoint: no tool, no redirect, no other address, a deadline, a cap on what is read."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
from pydantic_ai import Agent, PromptedOutput
from pydantic_ai.exceptions import ModelAPIError, ModelConnectionError, ModelHTTPError, ModelRequestTimeout, ModelTimeoutError, UnexpectedModelBehavior
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings

from loaders.extras import Endpoint
from loaders.extras.answers import Answer

RETRIES = 1  # of a request that failed, and again of an answer that is no JSON of the form asked for
LONGEST_ANSWER = 4000  # tokens
MOST_BYTES = 2_000_000
SENT = frozenset({"host", "content-type", "content-length", "authorization", "accept", "user-agent"})


class _Capped(httpx2.AsyncByteStream):
    """A body that ends with an error once it is longer than any honest answer."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._body:
            size += len(part)
            if size > MOST_BYTES:
                raise httpx2.ReadError(f"more than {MOST_BYTES} bytes")
            yield part

    async def aclose(self) -> None:
        await self._body.aclose()


class _Guarded(httpx2.AsyncHTTPTransport):
    """Sends only the headers that an endpoint needs, and reads plain bodies up to a cap."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        kept = {name: value for name, value in request.headers.items() if name.lower() in SENT}
        request.headers = httpx2.Headers(kept | {"accept-encoding": "identity"})
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity" or not isinstance(response.stream, httpx2.AsyncByteStream):
            await response.aclose()
            raise httpx2.ReadError("a packed answer, which was not asked for")
        response.stream = _Capped(response.stream)
        return response


def ask(endpoint: Endpoint, instructions: str, text: str) -> Answer | str:
    """The answer of the model to a text, or why there is none, in words that hold nothing of what the endpoint sent."""
    try:
        return _run(endpoint, instructions, text)
    except (ModelRequestTimeout, ModelTimeoutError, TimeoutError):
        return f"no answer within {endpoint.timeout:g} s"
    except ModelHTTPError as error:
        return f"the endpoint answered {error.status_code}"
    except ModelConnectionError:
        return "the endpoint cannot be reached, or broke off"
    except UnexpectedModelBehavior:
        return "the answer is not of the form asked for"
    except ModelAPIError as error:
        return f"the endpoint failed ({type(error).__name__})"
    except Exception as error:  # whatever an endpoint makes of the libraries between must not cost the rules' reading
        return f"the answer cannot be read ({type(error).__name__})"


def _run(endpoint: Endpoint, instructions: str, text: str) -> Answer:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_asked(endpoint, instructions, text))
    with ThreadPoolExecutor(1) as apart:  # a notebook has a loop of its own
        return apart.submit(asyncio.run, _asked(endpoint, instructions, text)).result()


async def _asked(endpoint: Endpoint, instructions: str, text: str) -> Answer:
    bounds = ModelSettings(max_tokens=LONGEST_ANSWER, temperature=0.0, timeout=endpoint.timeout, request_timeout=endpoint.timeout, max_retries=RETRIES)
    async with httpx2.AsyncClient(transport=_Guarded(), follow_redirects=False, trust_env=False, timeout=endpoint.timeout) as client:
        key = endpoint.key.get_secret_value() or "none"  # empty, a key meant for somebody else would be looked for
        provider = OpenAICompatibleProvider("endpoint", base_url=endpoint.url, api_key=key, http_client=client)
        model = OpenAIChatModel(endpoint.model, provider=provider, profile=OpenAIModelProfile(supports_json_object_output=False))
        agent = Agent(
            model, output_type=PromptedOutput(Answer, template="Answer with JSON alone, of this schema: {schema}"), instructions=instructions, retries=RETRIES
        )
        async with asyncio.timeout(endpoint.timeout * (RETRIES + 1)):
            return (await agent.run(text, model_settings=bounds)).output
