"""A made-up community with a past, so that somebody new finds something on every page. All people and words are invented."""
