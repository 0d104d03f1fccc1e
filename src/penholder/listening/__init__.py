"""Takes in answers. Draws points from their words and places them on statements. Hands on points, and what is still unread."""
