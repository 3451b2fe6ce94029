"""Running the server: every administrative operation, whether it runs or not."""
