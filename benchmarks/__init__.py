"""How fast the main job is, beside two other ways of doing it. See ``benchmarks/run.py``."""
