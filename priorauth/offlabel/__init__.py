"""Off-label ketamine: what the plan lacks, what the payer thinks of it, what it costs, which papers are owed."""
