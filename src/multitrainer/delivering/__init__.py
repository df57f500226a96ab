"""What carries messages out of the house: SMTP, and requests to webhooks."""
