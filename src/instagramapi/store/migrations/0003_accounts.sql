-- Who pays, with what keys, and whom the server does not serve. Times are epoch seconds.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    name TEXT,
    created_at REAL NOT NULL
) STRICT;

CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- Keyed with the server's secret. The secret of the key itself is nowhere.
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    hint TEXT NOT NULL,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('live', 'test')),
    created_at REAL NOT NULL,
    expires_at REAL,
    revoked_at REAL,
    -- Two lists, separated by spaces; an empty one is no limit.
    scopes TEXT NOT NULL,
    addresses TEXT NOT NULL,
    cap_day INTEGER CHECK (cap_day >= 0),
    cap_month INTEGER CHECK (cap_month >= 0),
    -- As written: 60/minute, or none.
    rate_limit TEXT NOT NULL,
    -- A key is rotated into one other, and no two into the same.
    replaced_by TEXT UNIQUE REFERENCES keys (id),
    last_used_at REAL
) STRICT;

CREATE INDEX keys_by_account ON keys (account_id);

-- Hashes of handles and ids, keyed with the server's secret: nobody can read who is on the list.
CREATE TABLE suppressed (hash BLOB PRIMARY KEY CHECK (length(hash) = 32)) STRICT, WITHOUT ROWID;

-- One row: what the server's secret derives to, so that a start with another one is noticed.
CREATE TABLE server_secret (fingerprint BLOB NOT NULL) STRICT;
