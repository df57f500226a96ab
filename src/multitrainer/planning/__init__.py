"""Between an institute's teams and the solver's problems and solutions. Pure: no database, no clock."""
