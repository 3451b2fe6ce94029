"""The command line: thin commands over the operations of `admin` and the HTTP API."""
