"""FHIR R4 to charts: a bundle, a folder of resources or bulk NDJSON, one patient after the other."""
