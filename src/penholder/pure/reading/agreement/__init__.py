"""How far readers who read the same things, each alone, came to the same."""
