-- SQLite puts the values of `IN (…)` into a table of their own for each row that it checks: more than
-- a quarter of what it did for a charge. Charges are nearly all rows, and one comparison tells them.
CREATE TABLE new_journal (
    sequence INTEGER PRIMARY KEY,
    -- The request id of a charge and of its refund, the reference of a grant.
    reference TEXT NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind = 'charge' OR kind IN ('grant', 'refund', 'expire', 'adjust')),
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
INSERT INTO new_journal SELECT * FROM journal;
-- Its triggers and indexes go with it.
DROP TABLE journal;
ALTER TABLE new_journal RENAME TO journal;
CREATE UNIQUE INDEX journal_once ON journal (reference, kind);
CREATE INDEX journal_movements ON journal (account_id, day) WHERE kind <> 'charge';
CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
