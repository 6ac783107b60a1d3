"""From a patient's chart and an insurer's policy to a prior-authorization packet that a clinician can sign."""

__version__ = "0.1.0"
