"""C-CDA to charts: each document's entries as the FHIR R4 resources that HL7's mapping makes of them, then as FHIR."""
