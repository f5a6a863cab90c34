"""Optional extractors beside the rules: a model of names and a language model. Off unless asked for, and all that they find is only proposed."""

from pydantic import Field, SecretStr

from graph.claims import Frozen


class Endpoint(Frozen):
    """Where a language model answers (any OpenAI-compatible address), as which model, and how long one answer may take, in seconds."""

    url: str
    model: str
    key: SecretStr = SecretStr("")
    timeout: float = Field(default=60.0, gt=0, le=3600)

    @property
    def name(self) -> str:
        """What its claims are signed with, without a version; a slash of the model's name would read as one."""
        return f"llm:{self.model.replace('/', ':')}"


class Extras(Frozen):
    """Which optional extractors read beside the rules: `names` for the model of names, `endpoint` for a language model."""

    names: bool = False
    endpoint: Endpoint | None = None
