"""Words without a domain: clock, ids, log."""
