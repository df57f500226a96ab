"""What is seen over many documents at once: what waits, who carries how much, who could teach what."""
