"""Cases over time: what was asked of payers, what they answered, and what is due."""
