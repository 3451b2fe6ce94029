-- What each key spent on each UTC day: charges less refunds; with its account, so that what all
-- keys of an account spent is one range of an index, and a charge costs no row more.
ALTER TABLE spend RENAME TO former_spend;
CREATE TABLE spend (
    key_id TEXT NOT NULL,
    day TEXT NOT NULL,
    account_id TEXT NOT NULL,
    credits INTEGER NOT NULL,
    PRIMARY KEY (key_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO spend (key_id, day, account_id, credits)
SELECT key_id, day, min(account_id), -sum(amount) FROM journal
WHERE key_id IS NOT NULL GROUP BY key_id, day;
DROP TABLE former_spend;
CREATE INDEX spend_by_account ON spend (account_id, day);

-- Everything but charges, which are nearly all rows: an index over those too would cost each
-- of them 15 microseconds, and the statement does not need it.
CREATE INDEX journal_movements ON journal (account_id, day) WHERE kind <> 'charge';

-- What all keys of an account may spend together in a UTC day and month; no row is no cap.
CREATE TABLE account_caps (
    account_id TEXT PRIMARY KEY,
    day INTEGER CHECK (day >= 0),
    month INTEGER CHECK (month >= 0)
) STRICT, WITHOUT ROWID;
