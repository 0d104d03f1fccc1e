"""Pages of a consultation: for everybody, for the person who answers, for coordinators and readers."""
