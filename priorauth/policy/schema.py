"""The JSON Schema of policy files, so that an editor completes and checks them."""

from __future__ import annotations

from typing import Any

from priorauth.policy.model import Policy


def policy_schema() -> dict[str, Any]:
    """The schema of ``payers/<payer>/<policy>.yaml``."""
    return Policy.model_json_schema()
