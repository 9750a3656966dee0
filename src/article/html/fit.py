#!/usr/bin/env python3
"""Fits the trees of trees.txt.

e.g.  fit.py target/release/tingxinwen pages/chinese pages/english

PROGRAM extract --evidence PAGE prints a JSON line for each line of a page: {text, facts}. A line is the article's where
its runs of four words are the truth's. Boosted trees; every page counts the same, a line by its length. What speaks for
a line may only ever speak for it, and what speaks against it only against. A line that the truth calls one thing while
the other pages are sure of the opposite teaches nothing: the truth of some pages holds their legal notes, that of others
lacks a paragraph. The pages of tests/data/shapes teach as well: what must be read there, and what must not, was written
with them. Each set is scored by what the others teach, and each fifth of the pages by what the other four teach, so that
what is printed is of pages not seen. Needs lightgbm and numpy (python3 -m venv, pip install); the program itself needs
neither.
"""
import argparse, glob, gzip, json, os, re, statistics, subprocess, tempfile
from collections import Counter
import lightgbm
import numpy

CJK = r'[㐀-鿿豈-﫿぀-ヿ가-힯]'
TOKEN = re.compile(CJK + r'|(?:(?!' + CJK + r')\w)+')
FOLDS, TREES, SURE, OPPOSITE = 5, 400, 0.45, 0.03
HERE = os.path.dirname(os.path.abspath(__file__))
SHAPES = os.path.join(HERE, '../../../tests/data/shapes')
SETTINGS = dict(objective='binary', learning_rate=0.1, num_leaves=31, min_data_in_leaf=60, lambda_l2=5.0, verbose=-1,
                extra_trees=True, feature_fraction=0.5, bagging_fraction=0.7, bagging_freq=1, num_threads=2, seed=1,
                deterministic=True, monotone_constraints_method='advanced')
FOR = '''Readability Run JsonLd Votes OwnVotes OuterVotes WideVotes DesignVotes Before1 Before2 Before5 Before12
After1 After2 After5 After12 IsBridged'''.split()
AGAINST = '''NotJsonLd Links IsFurniture IsStop IsRepeated InComments InFooter InMenu InForm InRelated InPromotion InTags
InByline InDate InBox OutOfBody IsAfterStop OwnLinks DesignLinks FurnitureNear GapBefore GapAfter IsCutOff
HeadsLater InNotes IsCall IsLabelledLink InOtherStory HeadingLeadsAway'''.split()


def tokens(text):
    return TOKEN.findall(text.lower())


def runs(t):
    return Counter(tuple(t[i:i + 4]) for i in range(max(1, len(t) - 3))) if t else Counter()


class Text:
    """A text in which the lines of a page are looked up."""

    def __init__(self, text):
        self.lines, self.left = {tuple(tokens(line)) for line in text.split('\n')}, runs(tokens(text))

    def share_of(self, t):
        """How much of the words `t` stands in what is left of the text."""
        if len(t) < 4:
            return float(tuple(t) in self.lines)
        return sum((runs(t) & self.left).values()) / sum(runs(t).values())


class Page:
    """A page's lines. `may` is what may be read or not, and teaches nothing."""

    def __init__(self, program, folder, path, truth, may=''):
        out = subprocess.run([program, 'extract', '--evidence', path], capture_output=True, timeout=60).stdout
        lines = [json.loads(line) for line in out.decode().splitlines()]
        self.folder, self.truth = folder, runs(tokens(truth))
        read, open_ = Text(truth), Text(may)
        self.said, is_article, size = [], [], []
        for line in lines:
            t = tokens(line['text'])
            is_read = read.share_of(t) > 0.5
            if is_read and len(t) >= 4:
                read.left -= runs(t)
            self.said.append(t)
            is_article.append(float(is_read))
            size.append(0 if not is_read and open_.share_of(t) > 0.5 else max(1, len(t)) ** 0.75)
        self.facts = numpy.array([line['facts'] for line in lines], dtype=numpy.float32)
        self.is_article, size = numpy.array(is_article), numpy.array(size)
        good = size[self.is_article > 0].sum() if lines else 0
        # A page whose truth cannot be found on it teaches nothing.
        self.teaches, self.weight = good > 20, size / (good + 60)

    def score(self, model):
        t = [word for said, sure in zip(self.said, model.predict(self.facts)) if sure > SURE for word in said]
        found = runs(t)
        common = sum((found & self.truth).values())
        return common / max(1, sum(found.values())), common / sum(self.truth.values())


def parts(pages, count):
    """Each of `count` parts of `pages`, with the rest."""
    order = numpy.random.RandomState(0).permutation(len(pages))
    for part in range(count):
        chosen = set(order[part::count].tolist())
        yield [pages[at] for at in chosen], [page for at, page in enumerate(pages) if at not in chosen]


def fit(pages, names, weights=None):
    pages = [page for page in pages if page.teaches]
    weights = weights or cleaned(pages, names)
    weight = numpy.concatenate([weights[page] for page in pages])
    data = lightgbm.Dataset(numpy.vstack([page.facts for page in pages]),
                            numpy.concatenate([page.is_article for page in pages]), weight=weight / weight.mean())
    signs = [(name in FOR) - (name in AGAINST) for name in names]
    return lightgbm.train(dict(SETTINGS, monotone_constraints=signs), data, TREES)


def cleaned(pages, names):
    """The weights of the lines of `pages`, none where the others teach the opposite."""
    weights, said = {}, {page: page.weight for page in pages}
    for some, others in parts(pages, FOLDS - 1):
        model = fit(others, names, said)
        for page in some:
            is_opposite = abs(page.is_article - model.predict(page.facts)) > 1 - OPPOSITE
            weights[page] = page.weight if page.folder == SHAPES else numpy.where(is_opposite, 0, page.weight)
    return weights


def told(node):
    if 'leaf_value' in node:
        return '%.4f' % node['leaf_value']
    question = '%d<%.6g' % (node['split_feature'], node['threshold'])
    return ' '.join([question, told(node['left_child']), told(node['right_child'])])


def pages_of(program, folder, tmp):
    for name, truth in sorted(json.load(open(os.path.join(folder, 'truth.json'))).items()):
        path = os.path.join(tmp, 'page.html')
        with open(path, 'wb') as f:
            f.write(gzip.open(os.path.join(folder, 'html', name + '.html.gz')).read())
        yield Page(program, folder, path, truth['articleBody'])


def shapes(program):
    for path in sorted(glob.glob(os.path.join(SHAPES, '*.html'))):
        truth = json.load(open(path[:-5] + '.json'))
        yield Page(program, SHAPES, path, '\n'.join(truth['read']), '\n'.join(truth['may']))


def main():
    parser = argparse.ArgumentParser(description='Fits the trees of trees.txt.')
    parser.add_argument('program', help='the program, built')
    parser.add_argument('sets', nargs='+', metavar='SET', help='a folder as score_pages.py takes it')
    parser.add_argument('--without', metavar='NAME', help='a set that teaches nothing, and is scored by what the others teach')
    arguments = parser.parse_args()
    folders, without = arguments.sets, arguments.without
    source = open(os.path.join(HERE, 'facts.rs')).read()
    listed = re.search(r'\nfacts! \{(.*?)\n\}', source, re.S).group(1)
    names = re.findall(r'\b[A-Z]\w*', re.sub(r'//.*', '', listed))
    assert set(FOR + AGAINST) <= set(names)
    with tempfile.TemporaryDirectory() as tmp:
        pages = [page for folder in folders for page in pages_of(arguments.program, folder, tmp) if page.said]
    ours = [page for page in shapes(arguments.program) if page.said]

    def tell(what, folder, scores):
        p, r = (statistics.mean(s[at] for s in scores) for at in (0, 1))
        print('%s %s: precision %.4f recall %.4f F1 %.4f' % (what, folder, p, r, 2 * p * r / (p + r)), flush=True)

    for folder in folders:
        if without in (None, os.path.basename(folder)) and len(folders) > 1:
            model = fit([page for page in pages if page.folder != folder] + ours, names)
            tell('left out', folder, [page.score(model) for page in pages if page.folder == folder])
    if without:
        write(model)
        return
    scores = []
    for unseen, others in parts(pages, FOLDS):
        model = fit(others + ours, names)
        scores += [(page.folder, *page.score(model)) for page in unseen]
    for folder in folders:
        tell('unseen', folder, [s[1:] for s in scores if s[0] == folder])
    write(fit(pages + ours, names))


def write(model):
    with open(os.path.join(HERE, 'trees.txt'), 'w') as f:
        f.writelines(told(tree['tree_structure']) + '\n' for tree in model.dump_model()['tree_info'])


main()
