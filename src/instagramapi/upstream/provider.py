"""What a provider is: a class whose methods say which endpoint they answer."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from instagramapi.catalog.endpoint import Call, Endpoint
from instagramapi.catalog.models.base import Model
from instagramapi.upstream.derived import derived_from
from instagramapi.upstream.manners import Manners

Answer = TypeVar("Answer", bound=Model)
Method = Callable[[Any, Any], Awaitable[Answer]]

_MARK = "_serves"


def serves(endpoint: type[Endpoint[Answer]]) -> Callable[[Method[Answer]], Method[Answer]]:
    """Bind a provider's method to the endpoint that it answers; the types must agree."""

    def mark(method: Method[Answer]) -> Method[Answer]:
        setattr(method, _MARK, endpoint)
        return method

    return mark


class Provider:
    """A source of answers.

    A method takes the call, whose `cursor` is the position that this provider itself gave, and
    returns the endpoint's object; a Page carries the next position in `next_cursor`. It raises
    NotFound when it was told that there is nothing, UpstreamError or UpstreamTimeout when it
    could not find out. A block, a log-in wall or a page that is no data is never NotFound.
    What can be computed from its answers (see `derived.py`) it answers without a method.
    """

    name: ClassVar[str]
    is_partial: ClassVar[bool] = False
    """Whether it holds only a part of the world, so that its NotFound speaks for itself alone."""
    manners: ClassVar[Manners | None] = None
    """How politely it is asked by default; None is a provider in this process, asked directly."""
    methods: ClassVar[Mapping[type[Call], Method[Any]]] = MappingProxyType({})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Inherited methods stay: large providers are split over several classes by subject.
        found = {
            getattr(method, _MARK): method
            for base in reversed(cls.__mro__)
            for method in vars(base).values()
            if hasattr(method, _MARK)
        }
        cls.methods = MappingProxyType({**dict(derived_from(found)), **found})

    @classmethod
    def can_answer(cls, endpoint: type[Call]) -> bool:
        """Whether this provider answers an endpoint at all."""
        return endpoint in cls.methods

    @property
    def budgets(self) -> Mapping[str, int | str | None]:
        """What the source says of the operator's own limits there; None is not told yet."""
        return {}

    async def answer(self, call: Call) -> Model:
        """Ask for one call; see the class for what comes back and what is raised."""
        answer: Model = await self.methods[type(call)](self, call)
        return answer

    @property
    def requests_billed(self) -> Mapping[str, int] | None:
        """What it charged by endpoint, where it says so; None is one request for each attempt."""
        return None

    async def close(self) -> None:
        """Give back what the provider holds open."""
