"""Who somebody is, told by what they know or hold: passwords, tokens, keys. Pure: nothing is looked up or stored."""
