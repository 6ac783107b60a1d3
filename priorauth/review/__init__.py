"""The clinician's page: today's letters, looked at and signed in a browser on this machine."""
