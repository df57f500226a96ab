"""An institute in which there is something of everything, entered over the API, as programs would enter it."""
