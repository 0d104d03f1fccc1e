"""Takes in members. Keeps who decides: charters, seats, and how each seat was filled. Hands on who may vote, by what rule."""
