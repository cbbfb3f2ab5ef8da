"""Runs the loaders of the documentation: every ```python block of docs/formats.md and docs/formats/*.md, in an export.

    whosaid export sample-data --format all --annotator Lan --out DIR
    python scripts/run_doc_loaders.py DIR [PAGE ...]

Each block reads the files of its format with the library of those who made it, and compares them with our own JSON Lines. It runs
in a process of its own, in DIR. PAGE is a format's name, such as `brat`; all where none is given. The pages of formats that are
not in the export are left out. Which packages it takes says docs/formats.md. The exit code is 1 where a block fails.
"""

import json
import pathlib
import re
import subprocess
import sys

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)


def main(folder, wanted):
    with open(folder / "manifest.json", encoding="utf-8") as manifest:
        formats = json.load(manifest)["formats"]
    ok = failed = 0
    for page in [DOCS / "formats.md", *sorted((DOCS / "formats").glob("*.md"))]:
        name, blocks = page.stem, BLOCK.findall(page.read_text(encoding="utf-8"))
        if not blocks or wanted and name not in wanted:
            continue
        if page.parent != DOCS and name not in formats:
            print(f"-    {name}: not in this export")
            continue
        for block in blocks:
            run = subprocess.run([sys.executable, "-c", block], cwd=folder, capture_output=True, encoding="utf-8")
            said = (run.stderr if run.returncode else run.stdout).strip().split("\n")[-1]
            print(f"{'FAIL' if run.returncode else 'ok  '} {name}: {said}", flush=True)
            ok, failed = ok + (run.returncode == 0), failed + (run.returncode != 0)
    print(f"{ok} of {ok + failed} loaders work")
    return 1 if failed or not ok else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), set(sys.argv[2:])))
