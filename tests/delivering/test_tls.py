"""A webhook's certificate is that of its name, though its address is what is called."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from multitrainer import clock
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.delivering.poster import Poster
from multitrainer.settings import Settings
from tests.receivers import receiver

NAME = "hooks.institute.example"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of that name, signed by itself, with its key."""
    key, now = generate_private_key(SECP256R1()), clock.now()
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    pem = signed.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    file = tmp_path / "certificate.pem"
    file.write_bytes(pem + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


@pytest.fixture
def poster(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Poster:
    """Trusts that certificate, and finds every name on this machine."""

    async def here(*_: object, **__: object) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr("multitrainer.delivering.poster.addresses_of", here)
    poster = Poster(Settings(_env_file=None))
    poster.__dict__["_trusted"] = ssl.create_default_context(cafile=str(certificate))
    return poster


async def test_only_who_has_the_certificate_of_the_name_is_told(poster: Poster, certificate: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    async with receiver(tls) as there:
        rest = there.url.removeprefix("https://127.0.0.1")
        assert await poster.post(f"https://{NAME}{rest}", {}, "{}") == 204
        assert (await there.next()).headers["host"].startswith(NAME)
        for other in ("other.example", "127.0.0.1"):
            with pytest.raises(NotDelivered, match="Could not be sent"):
                await poster.post(f"https://{other}{rest}", {}, "{}")
        assert there.all() == []
