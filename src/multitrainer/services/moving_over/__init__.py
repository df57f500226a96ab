"""Moving an institute's data over to several trainers, and back, while the old application writes."""
