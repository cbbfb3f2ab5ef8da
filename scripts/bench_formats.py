"""The conversions of scripts/bench-formats.sh as people script them with spaCy: our JSON Lines to CoNLL, and to DocBin.

    python bench_formats.py FORMAT FROM TO    # prints the processor's seconds, without starting Python and importing spaCy

spaCy cuts the words with its rules for any language; a mark that does not meet its words is widened to them.
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.util import filter_spans


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)


def docs(folder, nlp):
    """The documents as spaCy has them, with all marks in a span group and those that do not overlap as entities."""
    marks = defaultdict(list)
    for mark in lines(folder / "spans.jsonl"):
        marks[mark["doc"]].append(mark)
    links = defaultdict(list)
    for link in lines(folder / "relations.jsonl"):
        links[link["doc"]].append([link["from"], link["to"], link["label"]])
    for row in lines(folder / "docs.jsonl"):
        doc = nlp.make_doc(row["text"])
        attributes = {}
        spans = []
        for mark in marks[row["id"]]:
            span = doc.char_span(
                mark["start"], mark["end"], label=mark["label"], span_id=mark["id"], alignment_mode="expand"
            )
            spans.append(span)
            if mark["attrs"]:
                attributes[mark["id"]] = mark["attrs"]
        doc.spans["sc"] = spans
        doc.ents = filter_spans(spans)
        doc.user_data.update(doc_id=row["id"], meta=row["meta"], attrs=attributes, relations=links[row["id"]])
        yield doc


def docbin(source, target):
    file = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for doc in docs(source, spacy.blank("xx")):
        file.add(doc)
    file.to_disk(target / "corpus.spacy")


def conll(source, target):
    with open(target / "flat.iob2.conll", "w", encoding="utf-8", newline="\n") as file:
        for doc in docs(source, spacy.blank("xx")):
            file.write("-DOCSTART- -X- -X- O\n\n")
            for word in doc:
                if word.is_space:
                    if "\n" in word.text:
                        file.write("\n")
                    continue
                tag = word.ent_iob_ if word.ent_iob_ == "O" else f"{word.ent_iob_}-{word.ent_type_}"
                file.write(f"{word.text} -X- _ {tag}\n")
            file.write("\n")


def main():
    name, source, target = sys.argv[1:]
    begun = time.process_time()
    {"conll": conll, "docbin": docbin}[name](Path(source), Path(target))
    print(f"{time.process_time() - begun:.3f}")


main()
