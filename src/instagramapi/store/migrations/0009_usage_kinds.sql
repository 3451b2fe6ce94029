-- Most of a request is the same in thousands of them: who asked, with which key, for which
-- endpoint, and how it ended. That is kept once, and a row of the log names its number. The log
-- takes half the room, and a row a third of the time.
CREATE TABLE usage_kinds (
    kind_id INTEGER PRIMARY KEY,
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
    -- The credits that were on hold for it.
    held INTEGER NOT NULL
) STRICT;
INSERT INTO usage_kinds (
    account_id, key_id, mode, endpoint, status, code, reason, provider, cache, queried,
    credits_charged, held
)
SELECT DISTINCT
    account_id, key_id, mode, endpoint, status, code, reason, provider, cache, queried,
    credits_charged, held
FROM usage;
CREATE INDEX usage_kinds_by_key ON usage_kinds (account_id, key_id, endpoint);

-- The request log in the order of its commits: a row is never added before one that was read.
-- Sequences have no gaps, so that a count tells whether a row is missing.
CREATE TABLE usage_rows (
    sequence INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE,
    kind_id INTEGER NOT NULL,
    credits_remaining INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    at REAL NOT NULL,
    subject TEXT,
    -- Who was asked, as JSON; null where the one provider of the row was asked once, or nobody.
    attempts TEXT
) STRICT;
INSERT INTO usage_rows
SELECT sequence, request_id, kind_id, credits_remaining, ms, at, subject, attempts
FROM usage CROSS JOIN usage_kinds AS shared
ON shared.account_id = usage.account_id AND shared.key_id = usage.key_id
AND shared.endpoint = usage.endpoint
AND (shared.mode, shared.status, shared.queried, shared.credits_charged)
    = (usage.mode, usage.status, usage.queried, usage.credits_charged)
AND shared.held = usage.held AND shared.code IS usage.code AND shared.reason IS usage.reason
AND shared.provider IS usage.provider AND shared.cache IS usage.cache
ORDER BY sequence;
DROP TABLE usage;

-- The log as one reads it.
CREATE VIEW usage AS
SELECT
    sequence, request_id, account_id, key_id, mode, endpoint, status, code, reason, provider, cache,
    queried, credits_charged, credits_remaining, ms, at, subject, held, attempts
FROM usage_rows CROSS JOIN usage_kinds USING (kind_id);
