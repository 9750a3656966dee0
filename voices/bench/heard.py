#!/usr/bin/env python3
"""What a recogniser hears: our phonemes, ours without the sandhi of third tones, misaki's; one voice, one run.

    cargo build --release && cargo build --release -p tingxinwen-voices --example say
    pip install faster-whisper pypinyin 'misaki[zh]'
    python3 voices/bench/heard.py --model FOLDER [--families tone,name] [--threads 2] [--show]

FOLDER holds Whisper base for faster-whisper. Each sentence of `heard.txt` is spoken and recognised; what is said and
what was heard are compared as pinyin without tone, after both went through our own `pronounce` (so that `3.5%` is what
is said for it). A character counts as heard where any of its readings in that place agrees: by our front-end for Taiwan,
for the mainland, or by pypinyin. English words count as one syllable each. Prints the syllable error rate and the mean
log-probability that the recogniser gives its words, by family and in all; tones are seen in the latter alone.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from faster_whisper import WhisperModel
from misaki.zh import ZHG2P
from pypinyin import lazy_pinyin

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent.parent / "src/text/pronounce/data/pinyin_ipa.tsv"
MARKS = {"，": ",", "、": ",", "。": ".", "；": ";", "：": ":", "！": "!", "？": "?"}


def pronounce(program, lines, reading="tw"):
    """How our front-end reads each line."""
    text = "".join(line.replace("\n", " ") + "\n" for line in lines)
    command = [program, "pronounce", "--json", "--reading", reading, "-"]
    said = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def stream(words, sound):
    """The phonemes of a line as the voice gets them, where `sound` says those of a word."""
    text = ""
    for word in words:
        mark = MARKS.get(word["written"], "") if not word["phonemes"] else ""
        if word["phonemes"]:
            text += ("" if not text or text.endswith(" ") else " ") + sound(word)
        elif mark and text:
            text = text.rstrip() + mark + " "
    return text.strip()


def syllables(program, lines):
    """For each line its syllables, each as the set of what it may be written as."""
    ours, theirs = pronounce(program, lines), pronounce(program, lines, "cn")
    answer = []
    for taiwan, mainland in zip(ours, theirs):
        parts = []
        for here, there in zip(taiwan["words"], mainland["words"]):
            if here["readings"]:
                there = there["readings"] if len(there["readings"]) == len(here["readings"]) else here["readings"]
                parts += [
                    (letter, {one[:-1], other[:-1]})
                    for letter, one, other in zip(here["spoken"], here["readings"], there)
                ]
            elif here["phonemes"]:
                word = "".join(c for c in here["spoken"].lower() if c.isalnum())
                if parts and not parts[-1][0]:
                    word = parts.pop()[1].pop() + word
                parts.append(("", {word}))
        # A stretch of characters at a time: the context of pypinyin.
        start = 0
        while start < len(parts):
            end = start
            while end < len(parts) and parts[end][0]:
                end += 1
            readings = lazy_pinyin([letter for letter, _ in parts[start:end]]) if end > start else []
            whole = lazy_pinyin("".join(letter for letter, _ in parts[start:end])) if end > start else []
            for (_, known), reading in zip(parts[start:end], whole if len(whole) == end - start else readings):
                known.add(reading)
            start = end + 1
        answer.append([known for _, known in parts])
    return answer


def errors(said, heard):
    """How many syllables must be put in, left out or changed."""
    row = list(range(len(heard) + 1))
    for i, one in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (not one & other))
    return row[-1]


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--model", required=True)
    args.add_argument("--voice", default="zf_xiaoxiao")
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--families", default="", help="only those whose heading holds one of these words")
    args.add_argument("--show", action="store_true", help="what was heard wrong")
    args.add_argument("--program", default="target/release/tingxinwen")
    args.add_argument("--say", default="target/release/examples/say")
    args = args.parse_args()

    family, sentences = "", []
    for line in (HERE / "heard.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            family = line.lstrip("# ")
        elif line and any(word in family for word in args.families.split(",")):
            sentences.append((family, line))
    lines = [line for _, line in sentences]

    ipa = dict(line.split("\t") for line in TABLE.read_text("utf-8").splitlines())
    misaki = ZHG2P()
    ours = [said["words"] for said in pronounce(args.program, lines)]
    unchanged = lambda word: "".join(ipa[reading] for reading in word["readings"]) or word["phonemes"]
    variants = {
        "ours": [stream(words, lambda word: word["phonemes"]) for words in ours],
        "ours, third tones unchanged": [stream(words, unchanged) for words in ours],
        "misaki": [misaki(line)[0].replace("\n", " ") for line in lines],
    }

    streams = list(dict.fromkeys(text for texts in variants.values() for text in texts))
    recogniser = WhisperModel(args.model, device="cpu", compute_type="int8", cpu_threads=args.threads)
    heard = {}
    with tempfile.TemporaryDirectory() as folder:
        command = [args.say, str(args.threads), args.voice, folder]
        voice = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for text in streams:
            voice.stdin.write(text + "\n")
            voice.stdin.flush()
            path = voice.stdout.readline().strip()
            found, _ = recogniser.transcribe(
                path, language="zh", beam_size=5, temperature=0.0, condition_on_previous_text=False
            )
            found = list(found)
            tokens = sum(len(part.tokens) for part in found)
            sure = sum(part.avg_logprob * len(part.tokens) for part in found)
            heard[text] = ("".join(part.text for part in found), sure, tokens)
            Path(path).unlink()
        voice.stdin.close()
        voice.wait()

    expected = syllables(args.program, lines)
    families = list(dict.fromkeys(family for family, _ in sentences))
    for name, texts in variants.items():
        got = syllables(args.program, [heard[text][0] for text in texts])
        wrong = [errors(said, found) for said, found in zip(expected, got)]

        def tell(title, chosen):
            bad, count = sum(wrong[at] for at in chosen), sum(len(expected[at]) for at in chosen)
            sure, tokens = (sum(heard[texts[at]][idx] for at in chosen) for idx in (1, 2))
            print(f"  {title:32} {bad:3} of {count:4} = {bad / count:6.2%}   log-probability {sure / max(tokens, 1):.4f}")

        print(name)
        for family in families:
            tell(family, [at for at, (of, _) in enumerate(sentences) if of == family])
        tell("all", range(len(sentences)))
        same = [at for at in range(len(sentences)) if variants["ours"][at] != variants["ours, third tones unchanged"][at]]
        tell("where third tones meet", same)
        for at, line in enumerate(lines):
            if args.show and wrong[at]:
                print(f"    {wrong[at]}  {line}  {heard[texts[at]][0]}")


if __name__ == "__main__":
    main()
