"""Moving an institute over: one file per migration."""
