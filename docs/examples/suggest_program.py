#!/usr/bin/env python3
"""A program that suggests, for Whosaid: hashtags, e-mail addresses, and the words that were marked before.

It reads one JSON object a line on standard input and answers each with one line on standard output. docs/suggestions.md says
what the lines hold. Python 3 and nothing else; take it as a beginning for your own.
"""

import json
import re
import sys

HANDLE = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)#\w+")


class Suggester:
    def __init__(self):
        self.labels = []  # the project's, in order
        self.texts = {}  # article id: text
        self.counts = {}  # (words, label): how often they were marked, in finished articles

    def hello(self, line):
        self.labels = line["labels"]
        return {"ok": True, "live": True}  # live: tell me of each mark that is made

    def suggest(self, line):
        doc = line["doc"]
        self.texts = {doc["id"]: doc["text"]}  # Whosaid asks about one article at a time
        text, spans = doc["text"], []
        if self.labels:
            for found in HANDLE.finditer(text):
                spans.append(span(found.start(), found.end(), self.labels[0], 0.7, "an address or a hashtag"))
        for (words, label), times in sorted(self.counts.items()):
            if label in self.labels:
                score = times / (times + 1)
                spans += repeats(text, words, label, score, f"marked {times}× in finished articles")
        return {"spans": spans}

    def added(self, line):
        mark, text = line["span"], self.texts[line["id"]]
        words = text[mark["start"] : mark["end"]]
        if len(words) > 60:
            return {"spans": []}  # a claim does not stand twice
        spans = repeats(text, words, mark["label"], 0.8, "marked in this article")
        return {"spans": [s for s in spans if s["start"] != mark["start"]]}

    def done(self, line):
        text = self.texts.get(line["id"], "")
        for mark in line["spans"]:
            words = text[mark["start"] : mark["end"]]
            if 0 < len(words) <= 60:
                key = (words, mark["label"])
                self.counts[key] = self.counts.get(key, 0) + 1
        return {"ok": True}


def span(start, end, label, score, why):
    # Places count characters as Python does: Unicode scalars.
    return {"start": start, "end": end, "label": label, "score": round(score, 3), "why": why}


def repeats(text, words, label, score, why):
    places = re.finditer(r"(?<!\w)" + re.escape(words) + r"(?!\w)", text)
    return [span(p.start(), p.end(), label, score, why) for p in places]


def main():
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    suggester = Suggester()
    answers = {"hello": suggester.hello, "suggest": suggester.suggest, "added": suggester.added, "done": suggester.done}
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["op"] == "quit":
            break
        answer = answers[asked["op"]](asked)
        print(json.dumps(answer, ensure_ascii=False), flush=True)  # unflushed, Whosaid would wait in vain


if __name__ == "__main__":
    main()
