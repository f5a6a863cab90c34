"""What a caller may ask, flat: one model a question, shared by the command line, HTTP and Python."""

from api.requests.allies import AlliesRequest, AskRequest, CampaignRequest, CoalitionRequest, DecisionsRequest, GapsRequest, GridRequest, NextRequest
from api.requests.base import Keys, Name, Names, RecordRequest, ViewRequest, checked
from api.requests.brokerage import BrokersRequest, MeasuresRequest
from api.requests.changes import ChangesRequest
from api.requests.coalitions import CoalitionsRequest
from api.requests.curation import DecideRequest, HistoryRequest, MergeRequest, ReviewsRequest, SplitRequest
from api.requests.entities import ClaimsRequest, EntityRequest
from api.requests.influence import InfluenceRequest
from api.requests.opinion import GivenRequest, MoversRequest, ScenarioRequest, SettlementScenario, SettleRequest, SimulateRequest
from api.requests.paths import MODES, LinkRequest, PathRequest
from api.requests.pictures import PictureRequest, ViewName
from api.requests.spread import SpreadRequest
from api.requests.trade import ConcentrationRequest, FiguresRequest, FlowsRequest

__all__ = [
    "MODES",
    "AlliesRequest",
    "AskRequest",
    "BrokersRequest",
    "CampaignRequest",
    "ChangesRequest",
    "ClaimsRequest",
    "CoalitionRequest",
    "CoalitionsRequest",
    "ConcentrationRequest",
    "DecideRequest",
    "DecisionsRequest",
    "EntityRequest",
    "FiguresRequest",
    "FlowsRequest",
    "GapsRequest",
    "GivenRequest",
    "GridRequest",
    "HistoryRequest",
    "InfluenceRequest",
    "Keys",
    "LinkRequest",
    "MeasuresRequest",
    "MergeRequest",
    "MoversRequest",
    "Name",
    "Names",
    "NextRequest",
    "PathRequest",
    "PictureRequest",
    "RecordRequest",
    "ReviewsRequest",
    "ScenarioRequest",
    "SettleRequest",
    "SettlementScenario",
    "SimulateRequest",
    "SplitRequest",
    "SpreadRequest",
    "ViewName",
    "ViewRequest",
    "checked",
]
