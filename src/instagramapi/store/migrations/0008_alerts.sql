-- Lines that accounts drew, in credits or percent.
CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    threshold INTEGER NOT NULL CHECK (threshold > 0),
    created_at REAL NOT NULL,
    UNIQUE (account_id, kind, threshold)
) STRICT;

-- The lines that are crossed now: while a row stands here, the alert does not fire again.
CREATE TABLE alert_states (
    alert_id TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    -- What crosses it, where an alert is about several things.
    subject TEXT NOT NULL,
    fired_at REAL NOT NULL,
    PRIMARY KEY (alert_id, subject)
) STRICT, WITHOUT ROWID;

-- What was told; it outlives its line.
CREATE TABLE alert_events (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    subject TEXT NOT NULL,
    value INTEGER NOT NULL,
    at REAL NOT NULL,
    mailed_at REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_events_by_account ON alert_events (account_id, id);
CREATE INDEX alert_events_unsent ON alert_events (at) WHERE mailed_at IS NULL;
