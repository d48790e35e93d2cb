#!/usr/bin/env bash
# How long PDFs and workbooks take and how much memory: `benches/pdf.sh [CUSTOMERS]`. Makes a project of that many customers
# (100), each with the data of the sample's Contoso, and writes the status report of one and of all, as HTML, XLSX and PDF.
# Needs a binary with the feature `pdf`, in `target/release` or as `WAYBOOK=…`.
set -euo pipefail
cd "$(dirname "$0")/.."
customers="${1:-100}"
waybook="$(realpath "${WAYBOOK:-target/release/waybook}")"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -r content waybook.yml "$work"
cd "$work"
if ! "$waybook" report status contoso --format pdf --out one >/dev/null 2>log; then
    cat log >&2
    echo "build it first: cargo build --release --locked --features pdf" >&2
    exit 1
fi
for customer in $(seq -w 2 "$customers"); do
    cp content/engagements/contoso.yml "content/engagements/copy-$customer.yml"
done
rm content/engagements/fabrikam.yml content/engagements/tailspin.yml

python3 - "$waybook" "$customers" <<'PY'
import os, subprocess, sys, time

waybook, customers = sys.argv[1], int(sys.argv[2])

def run(*args):
    """Seconds on the clock, seconds of the processors, megabytes; the best of three runs."""
    best = None
    for _ in range(3):
        began = time.monotonic()
        child = subprocess.Popen([waybook, "report", "status", *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"`report status {' '.join(args)}` ended with {os.waitstatus_to_exitcode(status)}")
        took = (time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
        best = min(best or took, took, key=lambda took: took[1])
    return best

# Every report is made, but only those that are named are typeset.
for form in ("html", "xlsx", "pdf"):
    one, all_of_them = run("contoso", "--format", form, "--out", f"one-{form}"), run("--all", "--format", form, "--out", f"all-{form}")
    for what, (wall, cpu, memory) in (("one", one), (f"all {customers}", all_of_them)):
        print(f"{form:5} {what:10} {wall * 1000:8.0f} ms {cpu * 1000:8.0f} ms of processors {memory:6} MB")
    if form == "pdf":
        each = (all_of_them[1] - one[1]) * 1000 / (customers - 1)
        print(f"      each after the first: {each:.1f} ms of processors")
PY
