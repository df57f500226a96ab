"""What people and machines get to read: texts in their language, e-mails, calendars, webhooks' bodies. All pure."""
