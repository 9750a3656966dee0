#!/usr/bin/env python3
"""Fits the weights of weights.rs.

usage: fit.py PROGRAM SET...      e.g.  fit.py target/release/tingxinwen pages/chinese pages/english

SET is a folder as score_pages.py takes it. PROGRAM extract --evidence PAGE prints a JSON line for each line of a page:
{text, facts}. A line is the article's where its runs of four words are the truth's. Logistic regression, AdaGrad, L2;
every page counts the same, a line by its length. Two halves of the pages are fitted first, each scored on the other, so
that what is printed is of pages not seen. Only the standard library.
"""
import gzip, json, math, os, random, re, subprocess, sys, tempfile

CJK = r'[㐀-鿿豈-﫿぀-ヿ가-힯]'
TOKEN = re.compile(CJK + r'|(?:(?!' + CJK + r')\w)+')
RATE, EPOCHS, L2 = 0.3, 14, 2e-6


def tokens(text):
    return TOKEN.findall(text.lower())


def runs(t):
    return [tuple(t[i:i + 4]) for i in range(max(1, len(t) - 3))] if t else []


def page(program, folder, name, truth, tmp):
    path = os.path.join(tmp, 'page.html')
    with open(path, 'wb') as f:
        f.write(gzip.open(os.path.join(folder, 'html', name + '.html.gz')).read())
    out = subprocess.run([program, 'extract', '--evidence', path], capture_output=True, timeout=60).stdout
    all_tokens = tokens(truth)
    left = {}
    for run in runs(all_tokens):
        left[run] = left.get(run, 0) + 1
    whole = {tuple(tokens(line)) for line in truth.split('\n')}
    rows, total = [], 0.0
    for line in out.decode().splitlines():
        line = json.loads(line)
        t = tokens(line['text'])
        if len(t) < 4:
            share = float(tuple(t) in whole)
        else:
            own = runs(t)
            hit = sum(left.get(run, 0) > 0 for run in own)
            share = hit / len(own)
            if share > 0.5:
                for run in own:
                    left[run] = left.get(run, 0) - 1
        weight = max(1, len(t)) ** 0.75
        total += weight
        rows.append(([(i, v) for i, v in enumerate(line['facts']) if v], float(share > 0.5), weight))
    # A page whose truth cannot be found on it teaches nothing.
    good = sum(w for _, y, w in rows if y)
    return [(x, y, w / (good + 60)) for x, y, w in rows] if good > 20 else []


def fit(pages, count):
    weights, seen = [0.0] * count, [1e-6] * count
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(pages)
        for rows in pages:
            gradient = {}
            for x, y, w in rows:
                z = sum(weights[i] * v for i, v in x)
                error = w * (1 / (1 + math.exp(-max(-30, min(30, z)))) - y)
                for i, v in x:
                    gradient[i] = gradient.get(i, 0.0) + error * v
            for i, g in gradient.items():
                g += L2 * weights[i]
                seen[i] += g * g
                weights[i] -= RATE * g / math.sqrt(seen[i])
    return weights


def score(pages, weights):
    p = r = 0
    for rows in pages:
        said = sum(w for x, _, w in rows if sum(weights[i] * v for i, v in x) > 0)
        good = sum(w for _, y, w in rows if y)
        both = sum(w for x, y, w in rows if y and sum(weights[i] * v for i, v in x) > 0)
        p += both / said if said else 0
        r += both / good
    p, r = p / len(pages), r / len(pages)
    return p, r, 2 * p * r / (p + r)


def main():
    program, folders = sys.argv[1], sys.argv[2:]
    source = os.path.join(os.path.dirname(__file__), 'weights.rs')
    text = open(source).read()
    facts = re.findall(r'^    ([A-Z]\w+),$', text, re.M)
    pages = []
    with tempfile.TemporaryDirectory() as tmp:
        for folder in folders:
            truth = json.load(open(os.path.join(folder, 'truth.json')))
            for name, t in sorted(truth.items()):
                rows = page(program, folder, name, t['articleBody'], tmp)
                if rows:
                    pages.append((folder, rows))
    halves = [[rows for n, (_, rows) in enumerate(pages) if n % 2 == half] for half in (0, 1)]
    for half in (0, 1):
        weights = fit(list(halves[half]), len(facts))
        for folder in folders:
            other = [rows for n, (f, rows) in enumerate(pages) if n % 2 != half and f == folder]
            print('unseen %s: precision %.4f recall %.4f F1 %.4f' % ((folder,) + score(other, weights)))
    weights = fit([rows for _, rows in pages], len(facts))
    head = text[:text.index('pub(super) const WEIGHTS')]
    body = ''.join('    %.2f, // %s\n' % pair for pair in zip(weights, facts))
    open(source, 'w').write(head + 'pub(super) const WEIGHTS: [f32; COUNT] = [\n' + body + '];\n')


main()
