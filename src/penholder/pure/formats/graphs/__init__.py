"""Formats that are graphs: SKOS, CTDL-ASN, DigComp and SSSOM, over one small reader of Turtle and of JSON-LD."""
