"""When batches meet: timetables, sessions, holidays and terms, and calendars made of them."""
