#!/usr/bin/env python3
"""Makes the reference figures for measures of spans: plain sets, and matchings by scipy's assignment.

    python3 scripts/reference_spans.py > tests/golden/agreement/spans.txt

Needs scipy and numpy. The same seed gives the same file. Lines, with tabs between fields:
    text NAME TEXT              an article
    marks WHO START,END,LABEL …  in it, in Unicode scalars; who is not named has not seen it
    all MEASURE VALUE N         over all articles; - where there is none
    pair MEASURE WHO WHO VALUE
    label MEASURE LABEL VALUE
    article MEASURE NAME VALUE
"""
import random
import unicodedata
from itertools import combinations

import numpy
from scipy.optimize import linear_sum_assignment

WHO = ["An", "Bình", "Chi", "Dũng"]
LABELS = ["Actor", "Claim", "Date"]
WORDS = "Thủ tướng nói rằng giá điện sẽ tăng từ ngày mai theo Bộ Công Thương ở Hà Nội Ms Adams said 12/5 👩‍👩‍👧 “không” ,".split()


def matched(left, right, fits):
    grid = numpy.array([[1 if fits(a, b) else 0 for b in right] for a in left]).reshape(len(left), len(right))
    rows, columns = linear_sum_assignment(grid, maximize=True)
    return int(grid[rows, columns].sum())


def characters(span):
    return set(range(span[0], span[1]))


def overlap(a, b):
    return bool(characters(a) & characters(b))


def half(a, b):
    a, b = characters(a), characters(b)
    return 2 * len(a & b) >= len(a | b)


def by_labels(count):
    def of(left, right):
        labels = {m[2] for m in left | right}
        parts = [count({m[:2] for m in left if m[2] == x}, {m[:2] for m in right if m[2] == x}) for x in labels]
        return sum(c for c, _ in parts), sum(n for _, n in parts)
    return of


def dice(left, right):
    left, right = (set().union(*map(characters, side)) for side in (left, right))
    return len(left & right), len(left) + len(right)


def boundary(left, right):
    left, right = {m[:2] for m in left}, {m[:2] for m in right}
    return len(left & right), len(left) + len(right)


MEASURES = {
    "span_f1_exact": lambda a, b: (len(a & b), len(a) + len(b)),
    "span_f1_boundary": boundary,
    "span_f1_overlap": by_labels(lambda a, b: (matched(sorted(a), sorted(b), overlap), len(a) + len(b))),
    "span_f1_iou50": by_labels(lambda a, b: (matched(sorted(a), sorted(b), half), len(a) + len(b))),
    "char_dice": by_labels(dice),
}


def figures(articles, count):
    values, n = {}, 0
    for pair in combinations(WHO, 2):
        parts = [count(sets[pair[0]], sets[pair[1]]) for _, sets in articles if pair[0] in sets and pair[1] in sets]
        common, total = sum(c for c, _ in parts), sum(t for _, t in parts)
        n += total
        if total:
            values[pair] = 2 * common / total
    return values, sum(values.values()) / len(values) if values else None, n


def article(chance):
    text = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(4, 30)))
    text = unicodedata.normalize(chance.choice(["NFC", "NFD"]), text)
    truth = []
    for _ in range(chance.randrange(0, 9)):
        start = chance.randrange(0, len(text) - 1)
        truth.append((start, chance.randrange(start + 1, min(len(text), start + 25) + 1), chance.choice(LABELS)))
    sets = {}
    for who in WHO:
        if chance.random() < 0.25:
            continue
        marks = set()
        for start, end, label in truth:
            # Stacked marks: several of one place and its surroundings.
            for _ in range(chance.choice([0, 1, 1, 1, 1, 2, 3])):
                if chance.random() < 0.5:
                    start += chance.randrange(-4, 5)
                    end += chance.randrange(-4, 5)
                if chance.random() < 0.15:
                    label = chance.choice(LABELS)
                start, end = max(start, 0), min(end, len(text))
                if start < end:
                    marks.add((start, end, label))
        sets[who] = marks
    return text, sets


def main():
    chance = random.Random(5)
    articles = [article(chance) for _ in range(60)]
    show = lambda value: "-" if value is None else repr(value)
    for name, (text, sets) in enumerate(articles):
        print("text", name, text, sep="\t")
        for who, marks in sets.items():
            marks = sorted(marks)
            chance.shuffle(marks)
            print("marks", who, " ".join(f"{s},{e},{x}" for s, e, x in marks), sep="\t")
    for name, count in MEASURES.items():
        pairs, value, n = figures(articles, count)
        print("all", name, show(value), n, sep="\t")
        for pair in combinations(WHO, 2):
            print("pair", name, *pair, show(pairs.get(pair)), sep="\t")
        for label in LABELS:
            only = [(t, {w: {m for m in marks if m[2] == label} for w, marks in sets.items()}) for t, sets in articles]
            print("label", name, label, show(figures(only, count)[1]), sep="\t")
        for at, one in enumerate(articles):
            print("article", name, at, show(figures([one], count)[1]), sep="\t")


main()
