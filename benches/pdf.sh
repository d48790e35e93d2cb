#!/usr/bin/env bash
# How long PDFs take and how much memory: `benches/pdf.sh [CUSTOMERS]`. Makes a project of that many customers (200), each
# with the data of the sample's Contoso, and writes the status report of one and of all, as HTML and as PDF.
set -euo pipefail
cd "$(dirname "$0")/.."
customers="${1:-200}"
waybook="${WAYBOOK:-$PWD/target/release/waybook}"
[ -x "$waybook" ] || cargo build --release --locked --features pdf

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -r content waybook.yml "$work"
cd "$work"
for customer in $(seq -w "$customers"); do
    cp content/engagements/contoso.yml "content/engagements/copy-$customer.yml"
done
rm content/engagements/fabrikam.yml content/engagements/tailspin.yml

# Seconds and megabytes of a run.
measure() {
    local before after
    before=$(date +%s%N)
    /usr/bin/env python3 - "$waybook" report status "$@" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print("%7d MB" % (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024), end="")
PY
    after=$(date +%s%N)
    printf '%9d ms  %s\n' $(((after - before) / 1000000)) "$*"
}

for format in html pdf; do
    measure contoso --format "$format" --out one
    measure --all --format "$format" --out "all-$format"
done
