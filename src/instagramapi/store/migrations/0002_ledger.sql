-- The journal of credits: rows are added, never changed, never removed.
CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    -- The request id of a charge and of its refund, the reference of a grant.
    reference TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'charge', 'refund', 'expire', 'adjust')),
    account_id TEXT NOT NULL,
    key_id TEXT,
    amount INTEGER NOT NULL,
    balance_after INTEGER NOT NULL CHECK (balance_after >= 0),
    epoch INTEGER NOT NULL,
    at REAL NOT NULL,
    -- The UTC day that a key's caps count it in; a refund carries the day of its charge.
    day TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_once ON journal (reference, kind);
CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- What the journal adds up to, with the sequence of the row that made it so.
CREATE TABLE balances (
    account_id TEXT PRIMARY KEY,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What each key spent on each UTC day: charges less refunds.
CREATE TABLE spend (
    key_id TEXT NOT NULL,
    day TEXT NOT NULL,
    credits INTEGER NOT NULL,
    PRIMARY KEY (key_id, day)
) STRICT, WITHOUT ROWID;

-- The request log; a charged row is written by the commit of its charge.
CREATE TABLE usage (
    request_id TEXT PRIMARY KEY,
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
    subject TEXT
) STRICT, WITHOUT ROWID;

-- The latest charge of each delivery slot; `ledger/marks.py` says what that is for.
CREATE TABLE delivery (
    slot INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT;
