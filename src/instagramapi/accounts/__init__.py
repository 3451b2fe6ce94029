"""WHO: accounts, their keys, the server's own secret, and whom we do not serve."""
