"""What stops a Graph call: an error, raised where it is noticed."""

from instagramapi.tools.simulator.graph.errors import GraphError


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault of this program
    """The call ends with this error."""

    def __init__(self, error: GraphError, message: str | None = None) -> None:
        super().__init__(message or error.message)
        self.error = error
        self.message = message
