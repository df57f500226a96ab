from tests.tooling.project import ROOT, files

TOP_LEVEL = {
    "src",
    "scripts",
    "tests",
    "docs",
    "pyproject.toml",
    "docker-compose.yml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "requirements.lock",
}
# In parts, so that this file does not name what no file may name.
REGISTRY_HOSTS = [
    ".".join(parts).encode()
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("proxy", "golang", "org"),
        ("index", "crates", "io"),
        ("maven", "apache", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
]


def test_the_top_of_the_repository_holds_only_what_belongs_there() -> None:
    entries = {path.relative_to(ROOT).parts[0] for path in files()}
    strangers = {entry for entry in entries - TOP_LEVEL if not entry.startswith(".")}
    assert not strangers


def test_no_committed_file_names_the_host_of_a_package_registry() -> None:
    named = [
        (str(path.relative_to(ROOT)), host.decode())
        for path in files()
        for host in REGISTRY_HOSTS
        if host in path.read_bytes().lower()
    ]
    assert not named


def test_what_the_commands_make_is_ignored_by_git() -> None:
    made = {".venv", "node_modules", "vendor", "__pycache__", ".env"}
    committed = [path for path in files() if made & set(path.relative_to(ROOT).parts)]
    assert not committed


def test_the_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "9. Accepting Warranty or Additional Liability." in text
    assert "END OF TERMS AND CONDITIONS" in text
