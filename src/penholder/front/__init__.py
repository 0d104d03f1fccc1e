"""Pages that speak of several stages: the way in, a community's own page, “my desk”."""
