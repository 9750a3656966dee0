#!/usr/bin/env python3
"""Makes tagger.bin: the weights that english/tagger.rs reads, one byte for each row and tag.

    tagger.py MISAKI TAGGED OUT

MISAKI is the folder of english.py. TAGGED holds one sentence a line, its words apart by spaces, each as word/TAG, marks
too: words as the front-end speaks them (`spoken` of `tingxinwen pronounce --json`), tags of the Penn Treebank. Those in
use are the tags that spaCy's en_core_web_sm, as misaki-rs 0.8.0 has it, gives to a million words of English web pages
(WCXB and fundus); a word in several pieces has the tag of its longest piece.

An averaged perceptron, trained on every sentence; the figures printed first are for a fifth of the text, from its end,
that was left out of the training.
"""
import collections, json, random, sys

import numpy as np

from columns import deflated

MISAKI, TAGGED, OUT = sys.argv[1:]
TAGS = ['NOUN', 'NNP', 'VERB', 'VBD', 'VBN', 'VBP', 'ADJ', 'ADV', 'IN', 'DT', 'TO', 'PRP', 'OTHER']
NAMES = 'ABCDEFGHIJKLM'
MARKS = set(',.?!;:…—')
ROWS, EDGE = 1 << 16, '^'
# Features that fewer words of the training text have are left out, and how often the text is read.
SEEN, TURNS = 2, 5
GOLD = json.load(open(f'{MISAKI}/us_gold.json', encoding='utf-8'))


def tag_of(penn):
    """The tag of the program for one of the Penn Treebank."""
    if penn in TAGS:
        return penn
    kinds = {'NN': 'NOUN', 'VB': 'VERB', 'JJ': 'ADJ', 'RB': 'ADV'}
    return kinds.get(penn[:2], 'OTHER')


def end(word, count):
    return word[-count:]


def shape(word, before):
    is_shouted = word[:1].isupper() and len(word.encode()) > 1 and not any(c.islower() for c in word)
    kind = 'S' if is_shouted else 'c' if word[:1].isupper() else 'l'
    return kind + ('0' if before in (EDGE, '.', '!', '?', ':') else '')


def features(words, at, last, before_last):
    written = words[at]
    before2, before, word, behind, behind2 = (words[i].lower() for i in range(at - 2, at + 3))
    form = shape(written, words[at - 1])
    return [f'w {word}', f'3 {end(word, 3)}', f'2 {end(word, 2)}', f'c {form}', f't {last}', f'u {last} {before_last}',
            f'a {before}', f'b {before2}', f'n {behind}', f'm {behind2}', f'A {end(before, 3)}', f'N {end(behind, 3)}',
            f'T {last} {word}', f'x {word} {behind}', f'y {before} {word}', f'g {last} {end(behind, 3)}',
            f'h {last} {form} {end(word, 3)}']


rows = {}


def row(feature):
    """FNV-1a of 32 bits, folded."""
    known = rows.get(feature)
    if known is None:
        number = 0x811C9DC5
        for byte in feature.encode('utf-8'):
            number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
        known = rows[feature] = (number ^ number >> 16) % ROWS
    return known


def tagged(weights, sentence, learn=None):
    words = [EDGE] * 2 + [word for word, _ in sentence] + [EDGE] * 2
    last, before_last, found = EDGE, EDGE, []
    for at, (word, truth) in enumerate(sentence):
        if word in MARKS:
            tag = len(TAGS) - 1
        else:
            names = features(words, at + 2, last, before_last)
            if learn:
                names = [name for name in names if learn.counts[name] >= SEEN]
            places = [row(name) for name in names]
            tag = int(weights[places].sum(0).argmax())
            if learn:
                learn.step(weights, places, TAGS.index(truth), tag)
        before_last, last = last, NAMES[tag]
        found.append(TAGS[tag])
    return found


class Learning:
    def __init__(self, sentences):
        self.counts, self.steps = collections.Counter(), 1
        self.late = np.zeros((ROWS, len(TAGS)))
        for sentence in sentences:
            words = [EDGE] * 2 + [word for word, _ in sentence] + [EDGE] * 2
            names = [EDGE] * 2 + [NAMES[TAGS.index(tag)] for _, tag in sentence]
            for at, (word, _) in enumerate(sentence):
                if word not in MARKS:
                    self.counts.update(features(words, at + 2, names[at + 1], names[at]))

    def step(self, weights, places, truth, tag):
        self.steps += 1
        if truth != tag:
            for kind, change in ((truth, 1), (tag, -1)):
                np.add.at(weights[:, kind], places, change)
                np.add.at(self.late[:, kind], places, change * self.steps)


def train(sentences):
    """Weights as signed bytes: the mean of all steps, scaled."""
    sentences, learning = list(sentences), Learning(sentences)
    weights = np.zeros((ROWS, len(TAGS)))
    chance = random.Random(1)
    for _ in range(TURNS):
        chance.shuffle(sentences)
        for sentence in sentences:
            tagged(weights, sentence, learning)
    weights -= learning.late / learning.steps
    scale = 63 / np.percentile(np.abs(weights), 99.99)
    return np.clip(np.round(weights * scale), -127, 127).astype(np.int8)


def heard(word, tag, behind):
    """What of the tag is heard."""
    lower = word.lower()
    special = {'a': tag == 'DT', 'in': tag == 'IN', 'by': tag == 'ADV', 'used': behind == 'to' and tag in ('VBD', 'ADJ')}
    if lower in special:
        return special[lower]
    for ending, put in (('', ''), ('s', ''), ('es', ''), ('d', ''), ('ed', ''), ('ing', ''), ('ing', 'e')):
        if lower.endswith(ending):
            entry = GOLD.get(lower[:len(lower) - len(ending)] + put)
            if isinstance(entry, dict):
                wide = {'NNP': 'NOUN', 'VBD': 'VERB', 'VBN': 'VERB', 'VBP': 'VERB'}.get(tag, tag)
                return entry.get(tag) or entry.get(wide) or entry['DEFAULT']
            if entry:
                return entry
    return None


sentences = [[(pair.rpartition('/')[0], tag_of(pair.rpartition('/')[2])) for pair in line.split(' ')]
             for line in open(TAGGED, encoding='utf-8').read().splitlines()]
cut = len(sentences) * 4 // 5
weights = train(sentences[:cut]).astype(float)
count, same, otherwise = 0, 0, 0
for sentence in sentences[cut:]:
    for at, ((word, truth), tag) in enumerate(zip(sentence, tagged(weights, sentence))):
        if word not in MARKS:
            behind = sentence[at + 1][0] if at + 1 < len(sentence) else '.'
            count, same = count + 1, same + (tag == truth)
            otherwise += heard(word, tag, behind) != heard(word, truth, behind)
print(f'left out: of {count} words {100 * same / count:.1f} % have the same tag, {otherwise} '
      f'({100 * otherwise / count:.2f} %) sound otherwise', flush=True)

data = deflated([train(sentences).tobytes()])
open(OUT, 'wb').write(data)
print(f'{len(sentences)} sentences; {len(data)} bytes')
