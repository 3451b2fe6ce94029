-- One row: how often this store was opened for writing.
CREATE TABLE store (epoch INTEGER NOT NULL) STRICT;
INSERT INTO store (epoch) VALUES (0);
