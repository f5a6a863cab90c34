"""What a caller may ask, flat: one model a question, shared by the command line, HTTP and Python."""

from api.requests.allies import AlliesRequest, AskRequest, CampaignRequest, CoalitionRequest, DecisionsRequest, GapsRequest, GridRequest, NextRequest
from api.requests.base import Keys, LayersRequest, ListRequest, Name, Names, RecordRequest, ViewRequest, checked
from api.requests.briefing import BriefingRequest, PackRequest
from api.requests.brokerage import BrokersRequest, MeasuresRequest
from api.requests.changes import ChangesRequest
from api.requests.coalitions import CoalitionsRequest
from api.requests.curation import DecideRequest, HistoryRequest, MergeRequest, ReviewsRequest, SplitRequest
from api.requests.entities import ClaimsRequest, EntitiesRequest, EntityRequest
from api.requests.influence import InfluenceRequest
from api.requests.opinion import GivenRequest, MoversRequest, ScenarioRequest, SettlementScenario, SettleRequest, SimulateRequest
from api.requests.paths import MODES, LinkRequest, PathRequest
from api.requests.pictures import PictureRequest, ViewName
from api.requests.spread import SpreadRequest
from api.requests.trade import ConcentrationRequest, FiguresRequest, FlowsRequest
from api.requests.watch import SavedRequest, WatchRequest

__all__ = [
    "MODES",
    "AlliesRequest",
    "AskRequest",
    "BriefingRequest",
    "BrokersRequest",
    "CampaignRequest",
    "ChangesRequest",
    "ClaimsRequest",
    "CoalitionRequest",
    "CoalitionsRequest",
    "ConcentrationRequest",
    "DecideRequest",
    "DecisionsRequest",
    "EntitiesRequest",
    "EntityRequest",
    "FiguresRequest",
    "FlowsRequest",
    "GapsRequest",
    "GivenRequest",
    "GridRequest",
    "HistoryRequest",
    "InfluenceRequest",
    "Keys",
    "LayersRequest",
    "LinkRequest",
    "ListRequest",
    "MeasuresRequest",
    "MergeRequest",
    "MoversRequest",
    "Name",
    "Names",
    "NextRequest",
    "PackRequest",
    "PathRequest",
    "PictureRequest",
    "RecordRequest",
    "ReviewsRequest",
    "SavedRequest",
    "ScenarioRequest",
    "SettleRequest",
    "SettlementScenario",
    "SimulateRequest",
    "SplitRequest",
    "SpreadRequest",
    "ViewName",
    "ViewRequest",
    "WatchRequest",
    "checked",
]
