"""What shows e-mails shows links that can be followed."""

from email.message import EmailMessage

from scripts.mails import text_of


def test_a_long_link_is_shown_whole_as_it_can_be_copied() -> None:
    link = "http://127.0.0.1:8000/cover/answer/" + "aB3_-" * 30
    message = EmailMessage()
    message["To"], message["Subject"] = "Dr. Sarah <sarah@institute.example>", "Can you stand in? 18:00–19:30"
    message.set_content(f"18:00–19:30\n{link}\n")
    message.add_alternative("<p>in HTML</p>", subtype="html")
    assert link not in message.as_string()
    shown = text_of(message.as_bytes())
    assert f"\n{link}\n" in shown
    assert "Subject: Can you stand in? 18:00–19:30\n" in shown
