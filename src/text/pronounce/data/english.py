#!/usr/bin/env python3
"""Makes english.bin: the lexicon of the voice's own front-end, American English.

    english.py MISAKI OUT

MISAKI is the folder `data` of the crate misaki-rs 0.8.0, with us_gold.json and us_silver.json: the tables of misaki with
more words. Columns: the alphabet of phonemes; then for each table, gold first, its words in order, front-coded (three
columns), and their sounds with a zero behind each. A sound is what is said by default; a byte from 128 on begins what is
said as a part of speech, or before a pause.

Left out is what the normalizer never lets through: words with points or with hyphens, but for numbers; and that some
words of capitals are spelled as nouns, since all such are spelled. The tap and the glottal stop become T and t, as the voice was trained with.
"""
import json, re, sys

from columns import deflated, front_coded

MISAKI, OUT = sys.argv[1], sys.argv[2]
# The numbers between the tens.
NUMBER = re.compile('(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(one|two|three|four|five|six|seven|eight|nine)')
# In the order of `TAGGED` in english/lexicon.rs; the last is before a pause.
MARKERS = ['DT', 'VBD', 'VBN', 'VBP', 'NOUN', 'VERB', 'ADJ', 'ADV', 'None']


def read(name):
    table = json.load(open(f'{MISAKI}/{name}.json', encoding='utf-8'))
    return {word: entry if isinstance(entry, dict) else {'DEFAULT': entry}
            for word, entry in table.items() if not re.search('[-.]', word) or NUMBER.fullmatch(word)}


def phonemes(sound):
    return sound.replace('ɾ', 'T').replace('ʔ', 't')


tables = [read('us_gold'), read('us_silver')]
alphabet = sorted({c for table in tables for entry in table.values() for sound in entry.values() if sound
                   for c in phonemes(sound)})
code = {c: i + 1 for i, c in enumerate(alphabet)}


def packed(entry):
    said = bytes(code[c] for c in phonemes(entry['DEFAULT']))
    for i, name in enumerate(MARKERS):
        if entry.get(name):
            said += bytes([128 + i]) + bytes(code[c] for c in phonemes(entry[name]))
    return said + b'\0'


columns = [''.join(alphabet).encode('utf-8')]
for table in tables:
    words = sorted(table, key=lambda word: word.encode('utf-8'))
    columns += front_coded([word.encode('utf-8') for word in words])
    columns.append(b''.join(packed(table[word]) for word in words))
data = deflated(columns)
open(OUT, 'wb').write(data)
print(f'{[len(table) for table in tables]} words, {len(alphabet)} phonemes; {len(data)} bytes')
