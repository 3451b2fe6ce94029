-- The request log in the order of its commits: a row is never added before one that was read.
-- Sequences have no gaps, so that a count tells whether a row is missing.
ALTER TABLE usage RENAME TO usage_before;
CREATE TABLE usage (
    sequence INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    status INTEGER NOT NULL,
    code TEXT,
    reason TEXT,
    provider TEXT,
    cache TEXT,
    queried INTEGER NOT NULL,
    credits_charged INTEGER NOT NULL,
    credits_remaining INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    at REAL NOT NULL,
    subject TEXT,
    -- The credits that were on hold for it.
    held INTEGER NOT NULL,
    -- Who was asked, as JSON; null where the one provider of the row was asked once, or nobody.
    attempts TEXT
) STRICT;
INSERT INTO usage (
    request_id, account_id, key_id, mode, endpoint, status, code, reason, provider, cache, queried,
    credits_charged, credits_remaining, ms, at, subject, held
)
SELECT
    request_id, account_id, key_id, mode, endpoint, status, code, reason, provider, cache, queried,
    credits_charged, credits_remaining, ms, at, subject, credits_charged
FROM usage_before ORDER BY request_id;
DROP TABLE usage_before;

-- The log of each account in its order. As an index it would triple the cost of a charge, because
-- each row would touch a page of its own; so it is written later, many rows at once.
CREATE TABLE usage_by_account (
    account_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;

-- What the log adds up to by UTC day; '' stands for no provider and no cache.
CREATE TABLE usage_days (
    account_id TEXT NOT NULL,
    day TEXT NOT NULL,
    key_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    -- `ok`, or the code of the problem.
    outcome TEXT NOT NULL,
    provider TEXT NOT NULL,
    cache TEXT NOT NULL,
    calls INTEGER NOT NULL,
    charged INTEGER NOT NULL,
    credits INTEGER NOT NULL,
    -- What answers from the cache would have cost.
    saved INTEGER NOT NULL,
    -- Calls that took at most so many milliseconds.
    within_1 INTEGER NOT NULL,
    within_2 INTEGER NOT NULL,
    within_5 INTEGER NOT NULL,
    within_10 INTEGER NOT NULL,
    within_20 INTEGER NOT NULL,
    within_50 INTEGER NOT NULL,
    within_100 INTEGER NOT NULL,
    within_200 INTEGER NOT NULL,
    within_500 INTEGER NOT NULL,
    within_1000 INTEGER NOT NULL,
    within_2000 INTEGER NOT NULL,
    within_5000 INTEGER NOT NULL,
    within_10000 INTEGER NOT NULL,
    within_25000 INTEGER NOT NULL,
    PRIMARY KEY (account_id, day, key_id, mode, endpoint, outcome, provider, cache)
) STRICT, WITHOUT ROWID;

-- One row: up to which sequence the log is in the sums and in the order of the accounts, up to
-- which it is dropped, and the entry of the journal that the last dropped charge is. Nothing is
-- dropped that is not in the sums.
CREATE TABLE usage_marks (
    rolled INTEGER NOT NULL,
    dropped INTEGER NOT NULL CHECK (dropped <= rolled),
    dropped_charge INTEGER NOT NULL
) STRICT;
INSERT INTO usage_marks VALUES (0, 0, 0);
