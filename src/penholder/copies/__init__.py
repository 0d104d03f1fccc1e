"""Where a copy of a log is read from (a folder, a .zip, a web address), for whoever audits it. Needs no Django."""
