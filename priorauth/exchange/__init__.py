"""FHIR R4 as output: a request in the shape of Da Vinci PAS, with the chart, the answers and the findings beside it."""
