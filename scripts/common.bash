# Sourced by the commands beside this file: strict bash, `--help` from a command's own header, and from any
# folder into the project's.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[1]}"
    exit
    ;;
esac

cd "$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
