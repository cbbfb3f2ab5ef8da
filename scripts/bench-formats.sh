#!/usr/bin/env bash
# How much quicker conversions are than the same in Python with spaCy, each in turn, by the processor's time.
#
#   PYTHON=/a/venv/bin/python scripts/bench-formats.sh    # a Python with spaCy: pip install spacy
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/rust.sh
source scripts/rust.sh
python=${PYTHON:-python3}
"$python" -c 'import spacy' || { echo "PYTHON needs spaCy: pip install spacy" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ours() { cargo bench --quiet --no-default-features --features parquet --bench formats -- "$@"; }
ours --corpus "$work/corpus"
echo "| our JSON Lines to | ours, s | Python with spaCy, s | times as quick | limit |"
echo "|---|--:|--:|--:|---|"
for format in conll docbin; do
  for _ in 1 2 3; do
    rm -rf "$work/ours" "$work/theirs"
    mkdir "$work/ours" "$work/theirs"
    a=$(ours --convert "$format" "$work/corpus" "$work/ours")
    b=$("$python" -W ignore scripts/bench_formats.py "$format" "$work/corpus" "$work/theirs")
    awk -v f="$format" -v a="$a" -v b="$b" 'BEGIN {
      printf "| %s | %.2f | %.2f | %.1f | ≥ 10 %s |\n", f, a, b, b / a, (b >= 10 * a ? "kept" : "MISSED")
    }'
  done
done
