#!/usr/bin/env python3
"""Makes lexicon.bin and polyphone.bin from the sources named in README.md.

    build.py SOURCES OUT FIXED

SOURCES is a folder with: cedict.txt (CC-CEDICT), chewing.tsv (word, pinyin, frequency: from unchew.py),
jieba.txt (dict.txt of jieba), phrases_dict.json and pinyin_dict.json (pypinyin), STCharacters.txt,
STPhrases.txt, TSCharacters.txt and TWVariants.txt (OpenCC), polyphone.onnx, polyphone_vocab.json,
polyphone_readings.tsv (g2pM, converted), pinyin_ipa.tsv. FIXED is fixed.tsv, the phrases entered by hand; words.tsv, the
words entered by hand, lies beside it.
"""
import collections, json, math, os, re, struct, sys, unicodedata

from columns import deflated

SRC, OUT = sys.argv[1], sys.argv[2]
HAN = re.compile(r'^[\u3400-\u4dbf\u4e00-\u9fff〇]+$')
UNSURE = 255
MAX_CHARS = 12


def lines(name):
    with open(f'{SRC}/{name}', encoding='utf-8') as f:
        return [l.rstrip('\n') for l in f]


SYLLABLES = [l.split('\t')[0] for l in lines('pinyin_ipa.tsv') if l]
KNOWN = set(SYLLABLES)


def syllable(s):
    """Canonical form of one pinyin syllable with a tone digit, or None."""
    s = s.lower().replace('u:', 'v').replace('ü', 'v')
    if s in ('r5', 'r2'):
        s = 'er5'
    if s and s[-1] not in '12345':
        s += '5'
    s = s.replace('nve', 'nve') if s in KNOWN else s
    return s if s in KNOWN else None


MARKS = {'\u0304': '1', '\u0301': '2', '\u030c': '3', '\u0300': '4'}


def unmark(s):
    """nǚ -> nv3"""
    tone, out = '5', ''
    for c in unicodedata.normalize('NFD', s):
        if c in MARKS:
            tone = MARKS[c]
        elif c == '\u0308':
            out = out[:-1] + 'v'
        elif c == '\u0302':
            out = out[:-1] + 'ê'
        else:
            out += 'g' if c == 'ɡ' else c
    return syllable(out + tone)


# ---------------------------------------------------------------- characters of the two scripts
ST = {l.split('\t')[0]: l.split('\t')[1].split() for l in lines('STCharacters.txt') if '\t' in l}
TS = {l.split('\t')[0]: l.split('\t')[1].split() for l in lines('TSCharacters.txt') if '\t' in l}
TWV = {l.split('\t')[0]: l.split('\t')[1].split()[0] for l in lines('TWVariants.txt') if '\t' in l}
STP = {l.split('\t')[0]: l.split('\t')[1].split()[0] for l in lines('STPhrases.txt') if '\t' in l}
TS1 = {t: s[0] for t, s in TS.items()}
TS1.update({'著': '着', '妳': '你', '祂': '他', '牠': '它', '裏': '里', '喫': '吃', '菸': '烟', '瞭': '瞭'})


def taiwan_form(w):
    return ''.join(TWV.get(c, c) for c in w)


def simplified(w):
    return ''.join(TS1.get(c, c) for c in w)


# ---------------------------------------------------------------- dictionaries
cedict = collections.defaultdict(list)  # word -> readings, the commonest kind first
simp_to_trad = collections.defaultdict(set)
single_tw = {}
ENTRY = re.compile(r'^(\S+) (\S+) \[([^\]]+)\] (.*)$')
raw = collections.defaultdict(list)
for line in lines('cedict.txt'):
    m = ENTRY.match(line)
    if not m:
        continue
    trad, simp, pin, gloss = m.groups()
    syl = [syllable(p) for p in pin.replace(',', ' ').replace('·', ' ').split()]
    if None in syl or len(syl) != len(trad) or not HAN.match(trad) or not HAN.match(simp):
        continue
    trad_tw = taiwan_form(trad)
    rank = (2 if re.match(r'/(old |archaic |erhua )?variant of|/used in|/see |/\(old\)|/abbr', gloss) else 0) + \
        (3 if gloss.startswith('/surname') and gloss.count('/') <= 2 else 0) + (1 if pin[0].isupper() else 0)
    for w in {trad, simp, trad_tw}:
        raw[w].append((rank, syl))
    simp_to_trad[simp].add(trad_tw)
    tw = re.search(r'Taiwan pr\. \[([^\]]+)\]', gloss)
    if tw and len(trad) == 1:
        to = syllable(tw.group(1))
        if to:
            for c in {trad, simp, trad_tw}:
                single_tw[c, syl[0]] = to
cedict_tw = {}
for line in lines('cedict.txt'):
    m = ENTRY.match(line)
    if m and len(m.group(1)) > 1:
        tw = re.search(r'/Taiwan pr\. \[([^\]]+)\]', m.group(4)) or re.search(r'Taiwan pr\. \[([^\]]+)\]', m.group(4))
        if tw:
            syl = [syllable(p) for p in tw.group(1).split()]
            if None not in syl and len(syl) == len(m.group(1)):
                cedict_tw[taiwan_form(m.group(1))] = syl
for w, rs in raw.items():
    rs.sort(key=lambda r: r[0])
    best = rs[0][0]
    for rank, syl in rs:
        # Names and variants only count where there is nothing else.
        if rank <= best and syl not in cedict[w]:
            cedict[w].append(syl)
        elif len(w) == 1 and syl not in cedict[w]:
            cedict[w].append(syl)

phrases = {}
for w, syl in json.load(open(f'{SRC}/phrases_dict.json', encoding='utf-8')).items():
    syl = [unmark(s[0]) for s in syl]
    if HAN.match(w) and None not in syl and len(syl) == len(w):
        # Tone changes of 一 and 不 are a matter of `tone.rs`.
        phrases[w] = [{'一': 'yi1', '不': 'bu4'}.get(c, s) for c, s in zip(w, syl)]

chewing = collections.defaultdict(list)
for line in lines('chewing.tsv'):
    w, pin, f = line.split('\t')
    syl = [syllable(p) for p in pin.split()]
    if HAN.match(w) and None not in syl:
        chewing[w].append((int(f), [{'一': 'yi1', '不': 'bu4'}.get(c, s) for c, s in zip(w, syl)]))

jieba = {}
for line in lines('jieba.txt'):
    w, f, _ = line.split(' ')
    if HAN.match(w):
        jieba[w] = int(f)

# ---------------------------------------------------------------- polyphone network
vocab = json.load(open(f'{SRC}/polyphone_vocab.json', encoding='utf-8'))
CLASSES = [syllable(c) or '' for c in vocab['classes']]
class_of = {c: i for i, c in enumerate(CLASSES) if c}
net_readings = {}
# Readings of names and old words that the network takes others for: 於 wu1, 車 ju1.
NOT_ASKED = {'於': {'wu1', 'yu1'}, '車': {'ju1'}, '车': {'ju1'}, '那': {'na3', 'na1', 'nuo2'}}
for line in lines('polyphone_readings.tsv'):
    c, rs = line.split('\t')
    rs = [syllable(r) for r in rs.split()]
    if len(c) == 1 and HAN.match(c):
        net_readings[c] = [r for r in dict.fromkeys(rs) if r in class_of and r not in NOT_ASKED.get(c, ())]

# ---------------------------------------------------------------- characters
pinyin_dict = {chr(int(k)): [unmark(p) for p in v.split(',')]
               for k, v in json.load(open(f'{SRC}/pinyin_dict.json', encoding='utf-8')).items() if int(k) < 0x10000}
chars = collections.OrderedDict()  # char -> readings, the default first
for c, rs in pinyin_dict.items():
    if HAN.match(c):
        chars[c] = [r for r in dict.fromkeys(rs) if r]
for c in list(chars) + [c for c in cedict if len(c) == 1]:
    own = [r[0] for r in cedict.get(c, [])]
    chars[c] = list(dict.fromkeys(own[:1] + chars.get(c, [])[:1] + own + chars.get(c, [])[1:]))
for c, s in TS1.items():
    # A traditional character asks as its simplified one, for the readings that are its own.
    if c in chars and len(net_readings.get(s, ())) > 1 and len(c) == 1:
        own = [r for r in net_readings[s] if r in chars[c]]
        if len(net_readings.get(c, ())) < 2 and len(own) > 1:
            net_readings[c] = own
votes = collections.defaultdict(collections.Counter)
for w, rs in cedict.items():
    if len(w) > 1:
        for c, s in zip(w, rs[0]):
            votes[c][s] += math.log1p(jieba.get(simplified(w), 0))
for c, rs in chars.items():
    # The reading of most words, where the dictionaries' first one is rare in them.
    if rs and votes[c]:
        top, n = votes[c].most_common(1)[0]
        if top in rs and n > 3 * votes[c][rs[0]] and not top.endswith('5'):
            rs.remove(top)
            rs.insert(0, top)

# ---------------------------------------------------------------- frequencies
freq = collections.Counter()
trad_of = collections.defaultdict(set)
for w, f in jieba.items():
    if len(w) > MAX_CHARS:
        continue
    freq[w] = max(freq[w], f)
    forms = simp_to_trad.get(w)
    if not forms:
        if w in STP:
            forms = {taiwan_form(STP[w])}
        elif len(w) == 1:
            forms = {taiwan_form(t) for t in ST.get(w, [w])}
        else:
            forms = {taiwan_form(''.join(ST.get(c, [c])[0] for c in w))}
    for t in forms:
        trad_of[w].add(t)
        if f >= 20 or t in chewing or w in cedict:
            freq[t] = max(freq[t], f)
OWN = {}  # the words of words.tsv
for line in open(os.path.join(os.path.dirname(sys.argv[3]), 'words.tsv'), encoding='utf-8'):
    cells = line.rstrip('\n').split('\t')
    if not line.startswith('#'):
        OWN[cells[0]] = cells[1].split(' ')
        assert len(cells[0]) == len(OWN[cells[0]]) and KNOWN.issuperset(OWN[cells[0]]), line
SCALE = 60.1e6 / 32.1e6
for w, rs in chewing.items():
    if 1 < len(w) <= MAX_CHARS:
        f = int(max(r[0] for r in rs) * SCALE)
        freq[w] = max(freq[w], 3) if f == 0 else (freq[w] + f if w not in jieba else max(freq[w], f))
        s = simplified(w)
        freq[s] = max(freq[s], f // 3)
for w in list(cedict) + list(phrases):
    if len(w) <= MAX_CHARS:
        freq[w] = max(freq[w], 3)
for w in OWN:
    freq[w] = max(freq[w], 300)
for w in list(freq):
    if '臺' in w:
        v = w.replace('臺', '台')
    elif '台' in w:
        v = w.replace('台', '臺')
    else:
        continue
    freq[v] = freq[w] = max(freq[w], freq[v])
    for d in (cedict, chewing):
        for a, b in ((w, v), (v, w)):
            if a in d and b not in d:
                d[b] = d[a]
# A verb and the 得 of its complement, which libchewing and jieba alone have for words: 過得很快樂, 混得不錯. What stands
# around 得 tells how it is read.
for head in '上下丟付偷咳哄回忍提收沉混淋灌穩算談跟躲近逃過过配服誇試比行耐捧':
    if head + '得' not in cedict:
        freq.pop(head + '得', None)
freq.pop('過得', None), freq.pop('过得', None)
# Words of libchewing that are two nearly everywhere, and read otherwise then: 這張卡的額度, 他還被罰.
for w in '卡的 射的 還設 還發 還替 還貴 還通 還下 還出 還被 還教 還猜 該稱'.split():
    freq.pop(w, None)
words = sorted(w for w, f in freq.items()
               if all(c in chars and chars[c] for c in w) and
               (len(w) == 1 or w in cedict or w in phrases or f >= 30 or (w in chewing and f >= 3)))

# ---------------------------------------------------------------- readings, mainland


def sure(c):
    """Whether a character alone needs no choice."""
    return len(chars[c]) == 1 or len(net_readings.get(c, ())) < 2


def has_second(w, i, reading):
    """Whether libchewing has the reading too, as Taiwan says it."""
    said = {reading, tw_char.get((w[i], reading), reading)}
    return any(r[i] in said for form in {w} | trad_of[w] for _, r in chewing.get(form, ()))


def doubtful(c, reading, phrase, lone_source):
    """Whether the network decides better than the dictionary: it is asked where the dictionaries
    differ, where only one of them has the word (unless `lone_source` is enough), and where one has a neutral tone
    that the network does not know."""
    if sure(c):
        return False
    known = reading in net_readings[c]
    return (phrase is None and known and not lone_source and not reading.endswith('5')) or \
        (phrase is not None and phrase != reading) or (reading.endswith('5') and not known)


def mainland(w, lone_source=False):
    """Readings of a word: a syllable each, None where context must choose; it must where only one source has the word,
    unless `lone_source` is enough."""
    found = [r for r in cedict.get(w, []) if len(r) == len(w)]
    phrase = phrases.get(w) or (None if lone_source else phrases.get(simplified(w)))
    if len(w) == 1:
        return [chars[w][0] if sure(w) else None]
    if found:
        out = []
        for i, (c, col) in enumerate(zip(w, zip(*found))):
            kinds = set(col)
            plain = {k for k in kinds if not k.endswith('5')}
            # dong1 xi1 / dong1 xi5: the neutral tone is the everyday word.
            best = col[0] if len(kinds) == 1 or len(plain) < 2 else phrase[i] if phrase else None
            out.append(None if best is None or doubtful(c, best, phrase and phrase[i], lone_source or has_second(w, i, best)) else best)
        return out
    if phrase:
        needs_second = [not lone_source and not sure(c) and r in net_readings[c] for c, r in zip(w, phrase)]
        return [None if needs and not has_second(w, i, phrase[i]) else phrase[i] for i, needs in enumerate(needs_second)]
    s = simplified(w)
    if s != w and (s in cedict or s in phrases):
        return mainland(s, lone_source)
    return [chars[c][0] if sure(c) else None for c in w]


# ---------------------------------------------------------------- readings, Taiwan
NEUTRAL = set('的了著着嗎吗呢吧啊們们子麼么得地呀啦嘛')
pairs = collections.defaultdict(collections.Counter)  # (char, mainland reading) -> Taiwan readings
for w, rs in chewing.items():
    if len(w) > 1 and len({tuple(r) for _, r in rs}) == 1 and w in cedict:
        for c, a, b in zip(w, cedict[w][0], rs[0][1]):
            pairs[c, a][b] += 1
tw_char = {}
for (c, a), seen in pairs.items():
    top, n = seen.most_common(1)[0]
    # Full tone for the neutral one is a matter of each word.
    if top != a and n >= 2 and n >= 0.75 * sum(seen.values()) and not a.endswith('5') and not top.endswith('5'):
        tw_char[c, a] = top
only = {w: rs[0][1][0] for w, rs in chewing.items() if len(w) == 1 and len(rs) == 1}
for c, t in only.items():
    if c in chars and len(chars[c]) == 1 and chars[c][0] != t and not t.endswith('5'):
        tw_char.setdefault((c, chars[c][0]), t)
for (c, a), t in single_tw.items():
    if (c, a) not in pairs or pairs[c, a][t] >= pairs[c, a][a]:
        tw_char.setdefault((c, a), t)
# Not so in Taiwan after all: readings of single old words, or of another character of the same shape.
NOT_TAIWAN = dict(pair.split(':') for pair in (
    '從:cong2 从:cong2 與:yu4 与:yu4 会:hui4 关:guan1 劳:lao2 華:hua4 华:hua4 应:ying1 涛:tao1 听:ting1 同:tong4 '
    '冈:gang1 把:ba4 打:da2 洋:yang1 癌:ai2 喀:ka1 圳:zhen4 熟:shu2 陕:shan3 脈:mai4 脉:mai4 勝:sheng4 角:jue2 埔:pu3 '
    '亞:ya4 亚:ya4 埤:pi2 伐:fa2 艘:sou1 括:kuo4 殴:ou1 仔:zi3 拜:bai2 不:bu2 婢:bi4 令:ling2 压:ya4 肖:xiao1 '
    '崵:yang2 戕:qiang1 度:duo2 囊:nang1 氰:qing2').split())
tw_char = {(c, a): t for (c, a), t in tw_char.items() if NOT_TAIWAN.get(c) != a}
# So in Taiwan in every word, by the table of readings of its Ministry of Education (1999).
TAIWAN = (
    '剝:bao1:bo1 差:cha4:cha1 殼:qiao4:ke2 壳:qiao4:ke2 蹟:ji4:ji1 跡:ji4:ji1 迹:ji4:ji1 眶:kuang4:kuang1 濤:tao1:tao2 涛:tao1:tao2 '
    '盡:jin3:jin4 儘:jin4:jin3 閒:jian1:xian2 閒:jian4:xian2 捲:juan4:juan3 杉:sha1:shan1 蟄:zhe2:zhi2 噶:ga2:ge2 癥:zheng4:zheng1 '
    '牟:mu4:mou2 筊:jiao4:jiao3 柵:shan1:zha4 埔:bu4:pu3 埔:bu3:pu3 巷:hang4:xiang4 籠:long3:long2 辱:ru3:ru4 怯:qie4:que4 '
    '隆:long1:long2 度:duo2:duo4 髮:fa1:fa3 髮:fa4:fa3 嚼:jiao2:jue2 脊:ji2:ji3 睪:yi4:gao1 隄:di1:ti2')
for c, a, t in (entry.split(':') for entry in TAIWAN.split()):
    tw_char[c, a] = t
for (c, a), t in list(tw_char.items()):
    s = TS1.get(c, c)
    # A simplified character takes it over where the characters it stands for agree.
    if s != c:
        twins = [x for x in ST.get(s, [s]) if (taiwan_form(x), a) in pairs or (taiwan_form(x), a) in tw_char]
        if all(tw_char.get((taiwan_form(x), a), a) == t for x in twins):
            tw_char.setdefault((s, a), t)


ml = {w: mainland(w) for w in words}
single = {w: mainland(w, lone_source=True) for w in words}
for w in words:
    if len(w) > 2 and w[-2:] == '不了':
        ml[w][-1] = single[w][-1] = 'liao3'
    # 輕輕地: an adverb.
    if len(w) > 2 and w[-1] == '地' and w[-3] == w[-2]:
        ml[w][-1] = single[w][-1] = 'de5'

# The words entered by hand: word, mainland, Taiwan.
by_hand = {}
for line in open(sys.argv[3], encoding='utf-8'):
    cells = line.rstrip('\n').split('\t')
    if len(cells) == 3 and cells[2] != '-' and not line.startswith('#'):
        by_hand[cells[0]] = cells[2].split(' ')
by_hand.update(OWN)


def taiwan(w):
    """As `mainland`, with Taiwan's readings. One source is enough here: the network learnt the mainland's."""
    base = single[w]
    mapped = [None if a is None else tw_char.get((c, a), a) for c, a in zip(w, base)]
    if len(w) == 1:
        return mapped
    rs = chewing.get(w)
    if rs is None and w in trad_of:
        known = [t for t in trad_of[w] if t in chewing]
        rs = chewing[known[0]] if len(known) == 1 else None
    if rs is None:
        known = cedict_tw.get(w)
        return known if known else mapped
    top = max(f for f, _ in rs)
    options = [r for f, r in rs if f == top]
    if len(options) == 1 and len(rs) > 1 and all(m is not None for m in mapped):
        options = [r for f, r in rs if f * 3 >= top]
    out = []
    for i, c in enumerate(w):
        kinds = [r[i] for r in options]
        m = mapped[i]
        if c in '轉转' and m not in kinds and base[i] in kinds:
            # Not exchanged in these words: 暈頭轉向 zhuàn.
            m = base[i]
        if base[i] is not None and base[i].endswith('5'):
            # A full tone for a neutral one, but not in suffixes and where a syllable is doubled.
            light = c in NEUTRAL or (i and w[i - 1] == c) or m in kinds
            out.append(m if light or len(set(kinds)) > 1 else kinds[0])
        elif m is None:
            # The mainland asks the context: the Taiwan word may know.
            full = [k for k in dict.fromkeys(kinds) if not k.endswith('5') or c in NEUTRAL]
            out.append(full[0] if len(full) == 1 else None)
        else:
            out.append(m)
    marked = cedict_tw.get(w)
    return marked if marked else out


tw = {w: taiwan(w) for w in words}
tw.update({w: said for w, said in OWN.items() if w in tw})
for w, said in tw.items():
    # libchewing has mò in all words; since 1999 it is said in 脈脈 alone.
    for i in range(len(w)):
        if w[i] in '脈脉' and said[i] == 'mo4' and w[i] * 2 not in w:
            said[i] = 'mai4'
KIN = set('爸媽哥姐姊弟妹爺奶公婆叔舅姑嬸嫂')
for w, said in tw.items():
    # 密密麻麻, 跌跌撞撞: no neutral tones within, other than on the mainland.
    if len(w) == 4 and w[0] == w[1] != w[2] == w[3] and not KIN & set(w):
        for i in (1, 3):
            said[i] = said[i - 1] if said[i] and said[i].endswith('5') else said[i]


def known_parts():
    """Words with a reading of Taiwan's own that the exchange of characters alone does not give: marked in CC-CEDICT,
    or entered by hand."""
    parts = {}
    for w in words:
        if 2 <= len(w) <= 4 and None not in single[w] and (w in by_hand or w in cedict_tw):
            said = by_hand.get(w) or tw[w]
            if said != [tw_char.get((c, a), a) for c, a in zip(w, single[w])]:
                parts[w] = said
    return parts


# Entered by hand, but read otherwise within some longer words: 家長家短, 東躲西藏.
NOT_SPREAD = set('不長 西藏 華山 背上 著手 家長 女紅 便宜'.split())


def segments(w):
    """Where the parts of `w` start and end, as the likeliest words without `w` itself."""
    best = [(0, None)] + [(math.inf, None)] * len(w)
    for start in range(len(w)):
        for end in range(start + 1, len(w) + 1):
            part = w[start:end]
            if part != w and (part in freq or end == start + 1):
                cost = best[start][0] - math.log(max(freq.get(part, 0), 1) / 1e8)
                if cost < best[end][0]:
                    best[end] = (cost, start)
    found, end = set(), len(w)
    while end:
        found.add((best[end][1], end))
        end = best[end][1]
    return found


# Taiwan's reading of a word reaches the longer words it is a part of: 法國 and 法國隊. One that was entered by hand does
# so whatever libchewing has there, where the longer word is made of it: 主角 and 男主角, but not 便宜 and 便宜行事.
parts = known_parts()
for w in words:
    if w in by_hand or w in cedict_tw:
        continue
    for length in (2, 3, 4):
        for start in range(len(w) - length + 1):
            end = start + length
            part = w[start:end]
            if end - start < len(w) and part in parts and single[w][start:end] in (single[part], [None] * length):
                tw[w][start:end] = parts[part]
            elif part in by_hand and part not in NOT_SPREAD and len(w) > 2 and (start, end) in segments(w):
                tw[w][start:end] = by_hand[part]
# A full tone of Taiwan's does so too: 生意 yi4 and 搶生意.
for w in words:
    if len(w) < 3 or w in by_hand or w in cedict_tw or w in chewing or not any(s and s.endswith('5') for s in tw[w]):
        continue
    for start, end in segments(w):
        for i, full in enumerate(tw.get(w[start:end], []) if end - start > 1 else []):
            light = tw[w][start + i]
            doubled = start + i > 0 and w[start + i - 1] == w[start + i]
            if full and light and light.endswith('5') and full[:-1] == light[:-1] and not doubled:
                tw[w][start + i] = full
# 做得到, 吃得起, 忍得住: what can be done, whatever the dictionaries have; but 只得到.
CAN = set('出 出來 出去 到 起 起來 住 下 下去 來 去 過 過來 過去 上 上來 開 動 完 多 慌 美 了 見 清 懂 好 著 及 成 通 發抖 发抖'.split())
NOT_CAN = set('一 只 可 已 才 不 怎麼 怎么'.split())
for readings in (ml, tw):
    for w in words:
        i = w.find('得', 1)
        if i > 0 and w[i + 1:] in CAN and w[:i] not in NOT_CAN:
            readings[w][i] = 'de5'
# Where only the network would know, the parts do: 協調性, 都市人, 同行業; 率 at the end of a longer word is a rate.
for readings in (ml, tw):
    for w in words:
        if len(w) < 3 or None not in readings[w]:
            continue
        for start, end in segments(w):
            for i, known in enumerate(readings.get(w[start:end], []) if end - start > 1 else []):
                readings[w][start + i] = readings[w][start + i] or known
        if w[-1] == '率' and readings[w][-1] is None:
            readings[w][-1] = 'lv4'
if len(sys.argv) > 4:  # a look at what differs
    with open(sys.argv[4], 'w', encoding='utf-8') as f:
        for w in sorted(words, key=lambda w: -freq[w]):
            if tw[w] != ml[w]:
                print(w, ' '.join(map(str, ml[w])), '|', ' '.join(map(str, tw[w])), freq[w], file=f)

# ---------------------------------------------------------------- writing
for readings in (ml, tw):
    for w, syl in readings.items():
        for c, s in zip(w, syl):
            if s and s not in chars[c]:
                chars[c].append(s)
for (c, a), t in tw_char.items():
    if c in chars and a in chars[c] and t not in chars[c]:
        chars[c].append(t)
for c, rs in net_readings.items():
    for r in rs:
        if c in chars and r not in chars[c]:
            chars[c].append(r)
sid = {s: i for i, s in enumerate(SYLLABLES)}
total = sum(freq[w] for w in words)


def cost(w):
    """-ln p in eighths of a nat."""
    return min(254, round(8 * -math.log(max(freq[w], 1) / total)))


ids = {c: i for i, c in enumerate(vocab['chars'])} if isinstance(vocab['chars'], list) else vocab['chars']


def net_id(c):
    """The network knows simplified characters best."""
    s = TS1.get(c, c)
    return ids.get(s, ids.get(c, ids['<UNK>']))


order = sorted(c for c in chars if chars[c] and ord(c) < 0x10000)
c_code, c_count, c_syl, c_tw, c_net, c_ask = [], bytearray(), [], bytearray(), [], bytearray()
for c in order:
    rs = chars[c]
    c_code.append(ord(c))
    c_count.append(len(rs))
    c_net.append(net_id(c))
    for r in rs:
        c_syl.append(sid[r])
        c_tw.append(rs.index(tw_char.get((c, r), r)))
        c_ask.append(1 if r in net_readings.get(c, ()) and len(net_readings[c]) > 1 else 0)
w_share, w_len, w_lo, w_hi, w_cost, w_ml, w_tw = (bytearray() for _ in range(7))
last = ''
for w in words:
    share = 0
    while share < min(len(w), len(last)) and w[share] == last[share]:
        share += 1
    last = w
    w_share.append(share)
    w_len.append(len(w))
    for c in w[share:]:
        w_lo.append(ord(c) & 255)
        w_hi.append(ord(c) >> 8)
    w_cost.append(cost(w))
    for c, a, b in zip(w, ml[w], tw[w]):
        w_ml.append(UNSURE if a is None else chars[c].index(a))
        w_tw.append(UNSURE if b is None else chars[c].index(b))
u16 = lambda v: struct.pack(f'<{len(v)}H', *v)
data = deflated([u16(c_code), bytes(c_count), u16(c_syl), bytes(c_tw), u16(c_net), bytes(c_ask),
            bytes(w_share), bytes(w_len), bytes(w_lo), bytes(w_hi), bytes(w_cost), bytes(w_ml), bytes(w_tw)])
open(f'{OUT}/lexicon.bin', 'wb').write(data)

import numpy as np, onnx, onnx.numpy_helper
weights = {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(f'{SRC}/polyphone.onnx').graph.initializer}
# ONNX orders the gates input, output, forget, cell; one bias serves both products.
bias = weights['B'][:, :128] + weights['B'][:, 128:]
f16 = lambda a: np.ascontiguousarray(a, dtype='<f2').tobytes()
classes = [sid[c] if c else 0xFFFF for c in CLASSES]
other = {c: i for c, i in ids.items() if len(c) == 1 and not HAN.match(c) and ord(c) < 0x10000}
net = deflated([f16(weights['embedding']), f16(weights['W']), f16(weights['R']), f16(bias), f16(weights['w0']),
           f16(weights['b0']), f16(weights['w1'].T), f16(weights['b1']), u16(classes),
           u16([ord(c) for c in sorted(other)]), u16([other[c] for c in sorted(other)]),
           u16([ids[vocab['bos']], ids[vocab['eos']], ids[vocab['unk']]])])
open(f'{OUT}/polyphone.bin', 'wb').write(net)
print(f'{len(words)} words, {sum(map(len, words))} characters in them, {len(order)} characters; '
      f'{sum(tw[w] != ml[w] for w in words)} words differ in Taiwan; '
      f'{sum(None in ml[w] for w in words if len(w) > 1)} words need context; '
      f'lexicon {len(data)} bytes, network {len(net)} bytes')
