"""Reading other people's files and writing ours."""
