"""Compares what was said with its transcript."""

import re

NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
SAME = {"mr": "mister", "mrs": "missus", "ok": "okay"}


def words(text):
    """Lower-case words; small numbers spelled out."""
    found = re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'").replace("-", " "))
    spelled = [NUMBERS[int(word)] if word.isdigit() and int(word) < len(NUMBERS) else word for word in found]
    return [SAME.get(word, word) for word in spelled]


def word_error_rate(said, understood):
    """Insertions, deletions and substitutions, divided by the number of words that were said."""
    said, understood = words(said), words(understood)
    costs = list(range(len(understood) + 1))
    for n, one in enumerate(said, 1):
        previous, costs[0] = costs[0], n
        for m, other in enumerate(understood, 1):
            previous, costs[m] = costs[m], min(costs[m] + 1, costs[m - 1] + 1, previous + (one != other))
    return costs[-1] / max(1, len(said))
