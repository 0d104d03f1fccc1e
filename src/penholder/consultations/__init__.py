"""Takes in responses, however they come, by one door. Keeps every word. Hands on answers and receipts."""
