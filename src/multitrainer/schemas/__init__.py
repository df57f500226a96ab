"""Request bodies and views, shared by the service's doors and the client. Names on the wire are camelCase."""
