"""The SQL of the sums by day: made from the log, kept in `usage_days`, read as one."""

from collections.abc import Sequence
from dataclasses import fields

from instagramapi.errors import PROBLEMS, NotFound
from instagramapi.ledger.usage import BOUNDS_MS, Dimension, SoughtDays
from instagramapi.store.bulk import Bulk

# The name of each dimension, and where the rows that are counted together have it; in the order of
# `UsageSum`.
DIMENSIONS: dict[Dimension, str] = {
    "account_id": "account_id",
    "day": "date(day * 86400, 'unixepoch')",
    "key_id": "key_id",
    "mode": "mode",
    "endpoint": "endpoint",
    "outcome": "coalesce(code, 'ok')",
    "provider": "coalesce(provider, '')",
    "cache": "coalesce(cache, '')",
}
_MEASURES = {
    "calls": "sum(calls)",
    "charged": "sum(calls * (credits_charged > 0))",
    "credits": "sum(calls * credits_charged)",
    "saved": "sum(CASE WHEN cache = 'hit' THEN calls * (held - credits_charged) ELSE 0 END)",
    **{f"within_{bound}": f"sum(calls * (ms <= {bound}))" for bound in BOUNDS_MS},
}
_COLUMNS = (*DIMENSIONS, *_MEASURES)
_NUMBERS = ", ".join(str(number) for number in range(1, len(DIMENSIONS) + 1))


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


_FAILED = _listed([problem.code for problem in PROBLEMS if problem.status >= 500])
_READ = ", ".join(
    [
        *(f"coalesce(sum({name}), 0)" for name in ("calls", "charged", "credits", "saved")),
        f"coalesce(sum(calls) FILTER (WHERE outcome IN ('ok', '{NotFound.code}')), 0)",
        f"coalesce(sum(calls) FILTER (WHERE outcome IN ({_FAILED})), 0)",
        "coalesce(sum(calls) FILTER (WHERE cache = 'hit'), 0)",
        *(f"coalesce(sum(within_{bound}), 0)" for bound in BOUNDS_MS),
    ]
)

LOG = "usage_rows CROSS JOIN usage_kinds USING (kind_id)"
"""The request log: what a row shares with others is looked up for each that is read."""

# Rows are counted by their kind first, which are numbers: much faster than by what they stand for.
SUM_OF_LOG = f"""
SELECT {", ".join(f"{sql} AS {name}" for name, sql in (DIMENSIONS | _MEASURES).items())}
FROM (
    SELECT kind_id, CAST(at / 86400 AS INTEGER) AS day, ms, count(*) AS calls FROM usage_rows
    WHERE sequence > ? AND sequence <= ? GROUP BY 1, 2, 3
) CROSS JOIN usage_kinds USING (kind_id) GROUP BY {_NUMBERS}
"""  # noqa: S608 - made of the constants above
SUMS = Bulk(
    f"INSERT INTO usage_days ({', '.join(_COLUMNS)})",
    len(_COLUMNS),
    "ON CONFLICT DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in _MEASURES),
)
MARKS = "SELECT rolled, dropped, dropped_charge FROM usage_marks"
LAST = "SELECT coalesce(max(sequence), 0) FROM usage_rows"


def question(sought: SoughtDays, by: Sequence[Dimension]) -> tuple[str, list[object]]:
    """Write the SELECT of some sums and its values: what is kept, and what is not in there yet."""
    terms, values = _terms(sought)
    wanted = f"WHERE {' AND '.join(terms)}" if terms else ""
    split = ", ".join(name if name in by else "NULL" for name in DIMENSIONS)
    order = ", ".join("day DESC" if name == "day" else name for name in by)
    sql = f"""
        SELECT {split}, {_READ} FROM (
            SELECT {", ".join(_COLUMNS)} FROM usage_days {wanted}
            UNION ALL
            SELECT * FROM ({SUM_OF_LOG}) {wanted}
        ) {f"GROUP BY {', '.join(by)} ORDER BY {order}" if by else ""}
    """  # noqa: S608 - columns are constants, what a caller sends is a value
    return sql, values


def _terms(sought: SoughtDays) -> tuple[list[str], list[object]]:
    terms, values = [], []
    comparisons = {"first_day": "day >= ?", "last_day": "day <= ?"}
    for field in fields(sought):
        value = getattr(sought, field.name)
        if value is not None:
            terms.append(comparisons.get(field.name, f"{field.name} = ?"))
            values.append(value)
    return terms, values
