#!/usr/bin/env python3
"""Writes src/agreement/gamma/reference.tsv: small articles with the figures that pygamma-agreement gives for them.

Needs pygamma-agreement 0.5.9 (`pip install pygamma-agreement`). Lines of the file:

    case NAME ANNOTATORS
    unit ANNOTATOR START END LABEL
    observed DISORDER CATEGORICAL          of the best alignment; CATEGORICAL as gamma_k_disorder(None) has it
    label LABEL CATEGORICAL                as gamma_k_disorder(LABEL) has it
    expected MEAN SD MEAN SD SAMPLES       of the disorder, then of the categorical disorder, by the sampler of Mathet 2015, and of
                                           how many samples
"""
import random
import warnings

warnings.filterwarnings("ignore")
import logging

logging.disable(logging.CRITICAL)
import numpy as np
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler



class Sampler(ShuffleContinuumSampler):
    """As it is, but for a slip: of the places left for shifts, those off the new shift's surroundings grew up to them again."""

    @staticmethod
    def _remove_pivot_segment(pivot, segments, dist):
        low, high = pivot - dist, pivot + dist
        sides = [(s.start, min(s.end, low)) for s in segments] + [(max(s.start, high), s.end) for s in segments]
        return [Segment(start, end) for start, end in sides if start < end]


DISSIMILARITY = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)

# Examples that come with pygamma-agreement; the second and third are figures 10 and 19 of Mathet, Widlöcher & Métivier 2015.
EXAMPLES = {
    "alex_paul_suzan": [
        [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")],
        [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")],
        [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")],
    ],
    "figure_10": [[(4, 14, "A"), (20, 30, "B")], [(4, 14, "A"), (20, 25, "B")], [(14, 24, "A"), (40, 44, "B")]],
    "figure_19": [[(0, 20, "A")], [(0, 5, "A"), (5, 10, "A"), (10, 15, "A"), (15, 20, "A")]],
    # The nearest pair first is not the best: b is nearest to x, but a has no other partner.
    "greedy_fails": [[(0, 10, "A"), (9, 19, "A")], [(7, 17, "A"), (17, 27, "A")]],
    "greedy_fails_for_three": [
        [(0, 10, "A"), (9, 19, "A")],
        [(7, 17, "A"), (17, 27, "A")],
        [(4, 14, "B"), (12, 22, "A"), (5, 21, "A")],
    ],
}


def article(rng, annotators, units, length, nested):
    """Marks that all annotators mean, each put down with errors; some inside others."""
    truth = []
    for _ in range(units):
        start = rng.randrange(length)
        end = start + rng.randrange(3, 40)
        truth.append((start, end, rng.choice("ABC")))
        if nested and rng.random() < 0.5 and end - start > 6:
            truth.append((start + rng.randrange(3), end - rng.randrange(1, 4), rng.choice("ABC")))
    sets = []
    for _ in range(annotators):
        marks = set()
        for start, end, label in truth:
            if rng.random() < 0.15:
                continue
            if rng.random() < 0.5:
                start, end = max(0, start + rng.randrange(-4, 5)), end + rng.randrange(0, 9)
            if rng.random() < 0.2:
                label = rng.choice("ABC")
            marks.add((start, end, label))
        sets.append(sorted(marks))
    return sets


def continuum_of(sets):
    continuum = Continuum()
    for at, marks in enumerate(sets):
        continuum.add_annotator(str(at))
        for start, end, label in marks:
            continuum.add(str(at), Segment(start, end), label)
    return continuum


def disorder(alignment, annotators, units):
    """The same as alignment.disorder, which has the seven digits of single precision only."""
    total = 0.0
    for unitary in alignment:
        marks = [unit for _, unit in unitary.n_tuple]
        pairs = [(a, b) for i, a in enumerate(marks) for b in marks[i + 1 :]]
        total += sum(1.0 if a is None or b is None else DISSIMILARITY.d(a, b) for a, b in pairs) / len(pairs)
    return total / (units / annotators)


def main():
    rng = random.Random(2015)
    np.random.seed(2015)
    cases = dict(EXAMPLES)
    for annotators, count, sizes in [(2, 10, (3, 14)), (3, 12, (3, 10)), (4, 8, (2, 5))]:
        for nth in range(count):
            units = rng.randint(*sizes)
            length = rng.choice([units * 10, units * 40])
            cases[f"{annotators}_{nth}"] = article(rng, annotators, units, length, nth % 2 == 0)
    sampled = {"alex_paul_suzan": 400, "2_0": 400, "2_5": 400, "3_1": 400, "3_4": 400, "4_3": 200}
    sampler = Sampler()
    lines = []
    for name, sets in cases.items():
        continuum = continuum_of(sets)
        lines.append(f"case\t{name}\t{len(sets)}")
        for at, marks in enumerate(sets):
            lines += [f"unit\t{at}\t{start}\t{end}\t{label}" for start, end, label in marks]
        best = continuum.get_best_alignment(DISSIMILARITY)
        observed = disorder(best, len(sets), continuum.num_units)
        lines.append(f"observed\t{observed:.12f}\t{best.gamma_k_disorder(DISSIMILARITY, None):.9f}")
        for label in continuum.categories:
            lines.append(f"label\t{label}\t{best.gamma_k_disorder(DISSIMILARITY, label):.9f}")
        if name in sampled:
            sampler.init_sampling(continuum)
            samples = [sampler.sample_from_continuum.get_best_alignment(DISSIMILARITY) for _ in range(sampled[name])]
            one = [sample.disorder for sample in samples]
            two = [sample.gamma_k_disorder(DISSIMILARITY, None) for sample in samples]
            figures = [f"{x:.6f}" for values in (one, two) for x in (np.mean(values), np.std(values))]
            lines.append("\t".join(["expected", *figures, str(len(samples))]))
        print(name, flush=True)
    with open("src/agreement/gamma/reference.tsv", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


main()
