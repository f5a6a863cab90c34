"""What a caller may ask, flat: one model a question, shared by the command line, HTTP and Python."""

from api.requests.base import Keys, Name, Names, RecordRequest, ViewRequest, checked
from api.requests.entities import ClaimsRequest, EntityRequest
from api.requests.influence import InfluenceRequest
from api.requests.paths import MODES, PathRequest
from api.requests.pictures import PictureRequest, ViewName

__all__ = [
    "MODES",
    "ClaimsRequest",
    "EntityRequest",
    "InfluenceRequest",
    "Keys",
    "Name",
    "Names",
    "PathRequest",
    "PictureRequest",
    "RecordRequest",
    "ViewName",
    "ViewRequest",
    "checked",
]
