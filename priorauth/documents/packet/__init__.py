"""The packet that goes to the insurer: cover, index, form, letter and exhibits in one PDF, and what it was made of."""
