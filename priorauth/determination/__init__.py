"""The judgement: a policy's tree held against a chart. Pure: no clock, file, network or global."""
