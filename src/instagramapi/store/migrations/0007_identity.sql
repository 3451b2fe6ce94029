-- Who signs in, to which accounts, and what was changed by whom. Times are epoch seconds; every
-- secret is a hash keyed with the server's secret, so the file alone lets nobody in.

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    name TEXT,
    -- A right of the server, not of an account.
    is_operator INTEGER NOT NULL CHECK (is_operator IN (0, 1)),
    email_verified_at REAL,
    created_at REAL NOT NULL,
    password_hash TEXT,
    -- The secret of one-time codes is derived from this and the server's secret; NULL is "off".
    totp_salt BLOB,
    -- The last time step whose code was used: it and older ones are refused.
    totp_step INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE members (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'billing', 'read_only')),
    since REAL NOT NULL,
    PRIMARY KEY (account_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The account in view.
    account_id TEXT,
    created_at REAL NOT NULL,
    last_seen_at REAL NOT NULL,
    stepped_up_at REAL NOT NULL,
    method TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    -- Rights changed: the next request gets a new id.
    must_renew INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- What works once: sign-in links, invitations, challenges.
CREATE TABLE tickets (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    id TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    account_id TEXT REFERENCES accounts (id),
    content TEXT NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tickets_by_end ON tickets (expires_at);
CREATE INDEX tickets_by_account ON tickets (account_id, purpose);
CREATE INDEX tickets_by_user ON tickets (user_id);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id BLOB NOT NULL UNIQUE,
    public_key BLOB NOT NULL,
    sign_count INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at REAL NOT NULL,
    last_used_at REAL
) STRICT;
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Whom an OpenID provider calls by which subject.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    since REAL NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_user ON identities (user_id);

-- Rows are added, never changed, never removed.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'command', 'key', 'server')),
    actor_id TEXT,
    account_id TEXT,
    action TEXT NOT NULL,
    target TEXT,
    address TEXT,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_account ON audit (account_id, sequence);
CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
