"""Kills, full disks, dead databases and old backups, again and again from a seed; what was acknowledged must be there."""
