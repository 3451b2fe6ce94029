"""The objects of the answers, as the contract names them."""

from instagramapi.catalog.models.audio import Audio
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.models.credits import Credits
from instagramapi.catalog.models.hashtag import Hashtag
from instagramapi.catalog.models.insights import (
    BestHour,
    ProfileInsights,
    TypeShare,
    UnknownCounts,
)
from instagramapi.catalog.models.location import Location
from instagramapi.catalog.models.oembed import OEmbed
from instagramapi.catalog.models.page import Page
from instagramapi.catalog.models.post import Comment, MediaItem, Post, UserTag
from instagramapi.catalog.models.profile import Address, BioLink, Profile, ProfileAbout
from instagramapi.catalog.models.resolved import Meaning, NextCall, Resolved
from instagramapi.catalog.models.search import SearchResults
from instagramapi.catalog.models.story import Highlight, Story
from instagramapi.catalog.models.transcript import Transcript, TranscriptSegment
from instagramapi.catalog.models.usage import (
    ExplainedRequest,
    LoggedRequest,
    ProviderAttempt,
    UsageSum,
)
from instagramapi.catalog.models.user import UserShort

__all__ = [
    "Address",
    "Audio",
    "BestHour",
    "BioLink",
    "Comment",
    "Credits",
    "ExplainedRequest",
    "Hashtag",
    "Highlight",
    "Location",
    "LoggedRequest",
    "Meaning",
    "MediaItem",
    "Model",
    "NextCall",
    "OEmbed",
    "Page",
    "Post",
    "Profile",
    "ProfileAbout",
    "ProfileInsights",
    "ProviderAttempt",
    "Resolved",
    "SearchResults",
    "Story",
    "Transcript",
    "TranscriptSegment",
    "TypeShare",
    "UnknownCounts",
    "UsageSum",
    "UserShort",
    "UserTag",
]
