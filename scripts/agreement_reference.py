#!/usr/bin/env python3
"""Makes src/agreement/tokens/reference.txt: a made-up study, and what other people's libraries say of it.

Needs scikit-learn, statsmodels and krippendorff (`pip install scikit-learn statsmodels krippendorff`).

    python scripts/agreement_reference.py > src/agreement/tokens/reference.txt

Krippendorff's alpha for unitizing is computed here, from the formulas as they are printed, on one continuum: the articles that
everyone who is compared has seen, end to end.
"""

import itertools
import random
import statistics
import unicodedata

import krippendorff
import numpy
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

NAMES = ["An", "Bình", "Chi"]
LABELS = ["Actor", "Claim", "Date", "Place"]
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
WORDS = (
    "Thủ tướng Phạm Minh Chính nói rằng lũ lụt ở miền Trung đã qua, theo Bộ Nông nghiệp; ngày 12/9/2024 Ms Adams said it rained "
    "“for the third time” — 3½ cm, x² × 2, naïve co\u00adoperation 👩\u200d🌾 no_one e\u0301cole 日本 … (Hà\u00a0Nội) ย้ำ"
).split(" ")


def tokens(text):
    found, start = [], None
    for at, c in enumerate(text + " "):
        category = unicodedata.category(c)
        if category[0] in "LNM" or category == "Cf":
            start = at if start is None else start
            continue
        if start is not None:
            found.append((start, at))
            start = None
        if c not in BLANKS:
            found.append((at, at + 1))
    return found


def make(seed):
    chance = random.Random(seed)
    articles = []
    for nth in range(12):
        words = [chance.choice(WORDS) for _ in range(chance.randint(15, 60))]
        text = "".join(word + chance.choice([" ", " ", " ", "\n", "  "]) for word in words)
        truth = []
        for _ in range(chance.randint(0, 7)):
            start = chance.randrange(len(text) - 1)
            truth.append((start, min(len(text), start + chance.choice([1, 4, 9, 30, 60])), chance.choice(LABELS)))
        sets = {}
        for name in NAMES:
            if nth in (3, 7) and name == "Chi" or nth == 5 and name == "An":
                continue
            marks = set()
            for start, end, label in truth:
                if chance.random() < 0.15:
                    continue
                start = max(0, start + chance.choice([0, 0, 0, -3, 2]))
                end = min(len(text), max(start + 1, end + chance.choice([0, 0, 0, 4, -2])))
                marks.add((start, end, label if chance.random() < 0.9 else chance.choice(LABELS)))
            sets[name] = sorted(marks)
        articles.append((text, sets))
    return articles


def values(articles, names, of):
    """One row a token: what each of the names says of it, None for not seen. Tokens that fewer than two of them saw are left out."""
    rows = []
    for text, sets in articles:
        if sum(name in sets for name in names) < 2:
            continue
        for start, end in tokens(text):
            row = []
            for name in names:
                marks = sets.get(name)
                hit = marks is not None and {label for s, e, label in marks if s < end and start < e}
                row.append(None if marks is None else of(hit))
            rows.append(row)
    return rows


def cohen(articles, pair, of):
    rows = [row for row in values(articles, pair, of) if None not in row]
    return cohen_kappa_score([row[0] for row in rows], [row[1] for row in rows])


def fleiss(articles, names, of):
    rows = [row for row in values(articles, names, of) if None not in row]
    numbers = {value: nth for nth, value in enumerate(sorted({value for row in rows for value in row}))}
    table, _ = aggregate_raters(numpy.array([[numbers[value] for value in row] for row in rows]))
    return fleiss_kappa(table)


def alpha(articles, names, of):
    rows = values(articles, names, of)
    numbers = {value: nth for nth, value in enumerate(sorted({value for row in rows for value in row if value is not None}))}
    data = [[numpy.nan if value is None else numbers[value] for value in column] for column in zip(*rows)]
    return krippendorff.alpha(reliability_data=numpy.array(data, dtype=float), level_of_measurement="nominal")


def sections(units, length):
    """A continuum of units and gaps: begin, length, whether it is a unit."""
    found, at = [], 0
    for start, end in units:
        if start > at:
            found.append((at, start - at, 0))
        found.append((start, end - start, 1))
        at = end
    if length > at:
        found.append((at, length - at, 0))
    return found


def squares(one, other):
    (b, l, v), (c, k, w) = one, other
    if v and w and -l < b - c < k:
        return (b - c) ** 2 + (b + l - c - k) ** 2
    if v and not w and k - l >= b - c >= 0:
        return l**2
    if w and not v and l - k >= c - b >= 0:
        return k**2
    return 0


def unitizing(articles, names, label):
    articles = [(text, sets) for text, sets in articles if all(name in sets for name in names)]
    length = sum(len(text) for text, _ in articles)
    continua = []
    for name in names:
        units, offset = [], 0
        for text, sets in articles:
            here = []
            for start, end in sorted((s, e) for s, e, other in sets[name] if other == label):
                if here and offset + start < here[-1][1]:
                    here[-1] = (here[-1][0], max(here[-1][1], offset + end))
                else:
                    here.append((offset + start, offset + end))
            units += here
            offset += len(text)
        continua.append(sections(units, length))
    m = len(names)
    observed = sum(
        squares(g, h) for i, j in itertools.permutations(range(m), 2) for g in continua[i] for h in continua[j]
    ) / (m * (m - 1) * length**2)
    parts = [part for continuum in continua for part in continuum]
    units = [l for _, l, unit in parts if unit]
    gaps = [l for _, l, unit in parts if not unit]
    if not units:
        return 0, 0
    total = 0
    for l in units:
        total += (len(units) - 1) / 3 * (2 * l**3 - 3 * l**2 + l)
        total += l**2 * sum(gap - l + 1 for gap in gaps if gap >= l)
    expected = 2 / length * total / (m * length * (m * length - 1) - sum(l * (l - 1) for l in units))
    return observed, expected


def alpha_u(articles, names, labels):
    parts = [unitizing(articles, names, label) for label in labels]
    return 1 - sum(observed for observed, _ in parts) / sum(expected for _, expected in parts)


def main():
    articles = make(5)
    pairs = list(itertools.combinations(NAMES, 2))
    whole = lambda hit: " ".join(sorted(hit))
    print("# Made by scripts/agreement_reference.py.")
    for text, sets in articles:
        print("text", text.replace("\n", "\\n"))
        for name, marks in sets.items():
            print("marks", name, *(f"{start}-{end}-{label}" for start, end, label in marks))

    def figure(measure, of, value):
        print("figure", measure, of, repr(float(value)))

    for measure, function in [("fleiss_kappa", fleiss), ("krippendorff_alpha", alpha)]:
        figure(measure, "all", function(articles, NAMES, whole))
        for pair in pairs:
            figure(measure, "-".join(pair), function(articles, pair, whole))
        for label in LABELS:
            figure(measure, label, function(articles, NAMES, lambda hit: label in hit))
    kappas = [cohen(articles, pair, whole) for pair in pairs]
    figure("cohen_kappa", "all", statistics.fmean(kappas))
    for pair, kappa in zip(pairs, kappas):
        figure("cohen_kappa", "-".join(pair), kappa)
    for label in LABELS:
        figure("cohen_kappa", label, statistics.fmean(cohen(articles, pair, lambda hit: label in hit) for pair in pairs))
    for pair in pairs:
        figure("krippendorff_alpha_u", "-".join(pair), alpha_u(articles, pair, LABELS))
    figure("krippendorff_alpha_u", "of_all", alpha_u(articles, NAMES, LABELS))
    for label in LABELS:
        figure("krippendorff_alpha_u", f"of_all-{label}", alpha_u(articles, NAMES, [label]))


if __name__ == "__main__":
    main()
