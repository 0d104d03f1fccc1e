"""CASE packages in and out: read leniently, written as strictly as the published schema asks."""
