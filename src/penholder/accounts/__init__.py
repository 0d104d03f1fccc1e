"""Takes in people. Knows which communities they belong to and what they do there. Hands on who is asking."""
