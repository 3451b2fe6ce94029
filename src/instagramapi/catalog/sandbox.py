"""The magic subjects of the sandbox: each produces one outcome, so that a client can be tested."""

PREFIX = "sandbox."

OUTCOMES = (
    "private",
    "deleted",
    "empty",
    "renamed",
    "hidden_likes",
    "huge",
    "upstream_error",
    "upstream_timeout",
    "rate_limited",
    "no_credits",
    "slow",
)

NAMES = frozenset(PREFIX + outcome for outcome in OUTCOMES)

# A shortcode cannot hold a dot, so the post that is asked for as `sandbox.private` has the id 1,
# and its id and shortcode round-trip like any other's. Outside the sandbox these lowest ids are
# posts of Instagram's first days: /p/C/ is 2.
POST_IDS = {PREFIX + outcome: str(number) for number, outcome in enumerate(OUTCOMES, start=1)}
