"""Many patients at a time: only what changed is made again, and what went wrong with one keeps nobody else waiting."""
