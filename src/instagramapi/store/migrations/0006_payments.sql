-- Purchases of credits. Written before the payment service is asked: what is granted in the end is
-- what stands here. Prices are in the smallest unit of their currency, times in epoch seconds.
CREATE TABLE payments (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    started_by TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits > 0),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    created_at REAL NOT NULL,
    -- `State` in ledger/payments/payment.py: 0 open … 5 paid.
    state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
    session_id TEXT UNIQUE,
    intent TEXT UNIQUE,
    paid_at REAL,
    -- Credits whose money went back, and those of them that were there to be taken back.
    reversed INTEGER NOT NULL CHECK (reversed BETWEEN 0 AND credits),
    taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND reversed),
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX payments_by_account ON payments (account_id, id);
CREATE INDEX payments_not_over ON payments (created_at) WHERE state < 2;

-- Refunds and disputes; they may be told before the payment that they take from.
CREATE TABLE payment_reversals (
    source TEXT PRIMARY KEY,
    intent TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('charge', 'refund', 'dispute')),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 3)
) STRICT;
CREATE INDEX payment_reversals_by_intent ON payment_reversals (intent);
