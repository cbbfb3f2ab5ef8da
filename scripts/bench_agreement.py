"""How much quicker whosaid agreement is than the same figures from other people's libraries, on one made-up study.

Needs scikit-learn, krippendorff and statsmodels (pip install scikit-learn krippendorff statsmodels).

    python scripts/bench_agreement.py make FILE [ARTICLES]   # writes the study as an exchange file
    python scripts/bench_agreement.py FILE WHOSAID           # both, in turn, in processor seconds; WHOSAID is the program

10 000 articles of some 400 syllables by 3 annotators have about 335 000 marks. The references compute the values over all
articles once, without parts and intervals; ours is measured for the same, and with everything. Character
Dice, the F1s (overlaps by the matching of scipy) and the tokens are plain Python with sets; alpha for unitizing, which no library has, is not among them.
"""

import itertools
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import time

LABELS = ["Actor", "Claim", "Date"]
SYLLABLES = (
    "ông bà giá gạo tăng nước thành phố nói rằng sẽ không có người dân mưa lũ trường học bệnh viện đường sắt kế hoạch chính quyền xã "
    "huyện tỉnh đã công bố hôm qua theo nguồn tin của báo điện thoại số liệu mới nhất cho thấy nhiều nơi bị ngập sâu trong đêm"
).split()


def make(path, articles):
    chance = random.Random(5)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for nth in range(articles):
            words, starts, at = [], [], 0
            for n in range(chance.randint(300, 500)):
                word = chance.choice(SYLLABLES) + ("." if n % 17 == 16 else "")
                words.append(word)
                starts.append(at)
                at += len(word) + 1
            ends = [start + len(word) for start, word in zip(starts, words)]
            truth = []
            for _ in range(12):
                first = chance.randrange(len(words) - 1)
                label = chance.choice(LABELS)
                longest = {"Actor": 4, "Claim": 30, "Date": 3}[label]
                truth.append((first, min(len(words) - 1, first + chance.randrange(longest)), label))
            sets = {}
            for name in ["An", "Bình", "Chi"]:
                marks = set()
                for first, last, label in truth:
                    luck = chance.random()
                    if luck < 0.1:
                        continue
                    if luck < 0.25:
                        last = min(len(words) - 1, last + 1)
                    if luck > 0.95:
                        label = chance.choice(LABELS)
                    marks.add((starts[first], ends[last], label))
                if chance.random() < 0.5:
                    first = chance.randrange(len(words))
                    marks.add((starts[first], ends[first], chance.choice(LABELS)))
                sets[name] = [list(mark) for mark in sorted(marks)]
            row = {"doc": f"a{nth}", "text": " ".join(words), "event": f"e{nth // 4}", "annotators": sets}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def tokens(text):
    return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]


def f1(rows, pair, common, marks=lambda marks: marks):
    same = total = 0
    for row in rows:
        a, b = (marks(row["annotators"][name]) for name in pair)
        same += common(a, b)
        total += len(a) + len(b)
    return 2 * same / total


def whole(marks):
    return {tuple(mark) for mark in marks}


def places(marks):
    return {(start, end) for start, end, _ in marks}


def both(a, b):
    return len(a & b)


def matching(fits):
    from scipy.optimize import linear_sum_assignment

    def common(a, b):
        if not a or not b:
            return 0
        cost = [[fits(x, y) for y in b] for x in a]
        rows, columns = linear_sum_assignment(cost, maximize=True)
        return sum(cost[r][c] for r, c in zip(rows, columns))

    return common


def shared(x, y):
    return min(x[1], y[1]) - max(x[0], y[0])


def overlap(x, y):
    return x[2] == y[2] and shared(x, y) > 0


def iou(x, y):
    common = shared(x, y)
    return x[2] == y[2] and common > 0 and 2 * common >= (x[1] - x[0]) + (y[1] - y[0]) - common


def dice(rows, pair):
    same = total = 0
    for row in rows:
        sets = []
        for name in pair:
            chars = {(c, label) for start, end, label in row["annotators"][name] for c in range(start, end)}
            sets.append(chars)
        same += len(sets[0] & sets[1])
        total += len(sets[0]) + len(sets[1])
    return 2 * same / total


def coded(rows, names):
    """For each annotator the label set of every token, as a number."""
    numbers, codes = {}, {name: [] for name in names}
    for row in rows:
        cut = tokens(row["text"])
        starts = {start: at for at, (start, _) in enumerate(cut)}
        ends = {end: at + 1 for at, (_, end) in enumerate(cut)}
        for name in names:
            found = [frozenset()] * len(cut)
            for start, end, label in row["annotators"][name]:
                for at in range(starts.get(start, 0), ends.get(end, 0)):
                    found[at] |= {label}
            codes[name].extend(numbers.setdefault(labels, len(numbers)) for labels in found)
    return codes


def references(path):
    import krippendorff
    import numpy
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    spent = {}

    def timed(name, run):
        begun = time.process_time()
        value = run()
        spent[name] = (time.process_time() - begun, value)
        return value

    def read():
        with open(path, encoding="utf-8", newline="\n") as file:
            return [json.loads(line) for line in file]

    rows = timed("reading", read)
    names = sorted({name for row in rows for name in row["annotators"]})
    pairs = list(itertools.combinations(names, 2))
    mean = lambda of: statistics.fmean(of(pair) for pair in pairs)
    timed("span_f1_exact", lambda: mean(lambda pair: f1(rows, pair, both, whole)))
    timed("span_f1_boundary", lambda: mean(lambda pair: f1(rows, pair, both, places)))
    timed("span_f1_overlap", lambda: mean(lambda pair: f1(rows, pair, matching(overlap))))
    timed("span_f1_iou50", lambda: mean(lambda pair: f1(rows, pair, matching(iou))))
    timed("char_dice", lambda: mean(lambda pair: dice(rows, pair)))
    codes = timed("tokens", lambda: {name: numpy.array(codes) for name, codes in coded(rows, names).items()})
    timed("cohen_kappa", lambda: mean(lambda pair: cohen_kappa_score(codes[pair[0]], codes[pair[1]])))
    table = numpy.array([codes[name] for name in names])
    timed("fleiss_kappa", lambda: fleiss_kappa(aggregate_raters(table.T)[0]))
    timed("krippendorff_alpha", lambda: krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))
    return spent


def main():
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 10_000)
        return
    path, whosaid = sys.argv[1:3]
    theirs = references(path)
    ids = [name for name in theirs if name not in ("reading", "tokens")]

    def ours(arguments):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out = subprocess.run([whosaid, "agreement", path, "--json", *arguments], capture_output=True, check=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, json.loads(out)["measures"]

    once, found = ours(["--rounds", "0", "--measure", ",".join(ids)])
    print("| measure | ours | theirs | theirs, s |\n|---|--:|--:|--:|")
    for name, (seconds, value) in theirs.items():
        value = value if isinstance(value, float) else None
        mine = found.get(name, {}).get("value")
        shown = ["–" if v is None else f"{v:.6f}" for v in (mine, value)]
        print(f"| {name} | {shown[0]} | {shown[1]} | {seconds:.2f} |")
        if mine is not None and value is not None and abs(mine - value) > 1e-9:
            print(f"{name} differs: {mine} {value}", file=sys.stderr)
    all_theirs = sum(seconds for seconds, _ in theirs.values())
    everything, _ = ours([])
    print(f"\nThe same once: ours {once:.2f} s, theirs {all_theirs:.1f} s, {all_theirs / once:.0f} times as quick")
    print(f"Every measure that is not slow, with 1 000 draws each: ours {everything:.2f} s")


main()
