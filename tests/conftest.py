"""Generated examples are the same in every run, and slow machines are no failure."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "priorauth",
    deadline=None,
    derandomize=True,
    max_examples=100,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("priorauth")
