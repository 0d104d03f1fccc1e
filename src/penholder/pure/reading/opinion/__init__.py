"""The opinion map: what people who agree, disagree or pass on short statements have in common, and where they part."""
