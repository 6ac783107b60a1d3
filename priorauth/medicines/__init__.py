"""Antidepressants and the agents that augment them, with doses by named rule; Spravato's labelled schedule."""
