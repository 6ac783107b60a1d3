"""Documents: what they say, as plain data, and its renderings as files."""
