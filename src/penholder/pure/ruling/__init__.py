"""Rules, quorum and counting: what a vote came to, and whether it kept the charter, from values alone."""
