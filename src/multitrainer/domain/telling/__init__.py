"""What people are told, when and by which way: pure rules; docs/telling.md is the page for people."""
