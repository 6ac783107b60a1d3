"""A chart asked for at the terminal: only what the payer's policy needs of this patient, in the policy's order."""
