#!/usr/bin/env python3
"""Compares the voice with ONNX Runtime: the same f32 graph, sentences, threads; turns about in one run.

    cargo build --release -p tingxinwen-voices --example rtf
    pip install onnx onnxruntime numpy
    python3 voices/bench/ort.py [--threads 2] [--rounds 5] [--rtf target/release/examples/rtf]

Prints, per sentence, the medians of the real-time factor (time taken / length of sound) and their ratio.
"""

import argparse
import os
import statistics
import subprocess
import time
from pathlib import Path

import numpy

from reference import f32_graph, feeds, session

HERE = Path(__file__).resolve().parent
# ONNX Runtime's threads spin for a while after a run; wait until they have left the cores alone.
PAUSE = 0.5


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--voice", default="zf_xiaoxiao")
    args.add_argument("--rtf", default="target/release/examples/rtf")
    args = args.parse_args()

    command = [args.rtf, str(args.threads), args.voice]
    ours = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    folder = Path(ours.stdout.readline().strip())
    voices = folder / "voices"
    (download,) = (folder / "models").glob("*.int8.onnx")
    theirs = session(f32_graph(download), ["audio"], threads=args.threads)
    table = voices / f"{args.voice}.bin"
    styles = numpy.fromfile(table, dtype="<f4").reshape(510, 256)

    def run_ours(line):
        ours.stdin.write(line + "\n")
        ours.stdin.flush()
        length, took = map(float, ours.stdout.readline().split())
        return took / length

    def run_theirs(line):
        given = feeds(line, styles)
        start = time.perf_counter()
        (audio,) = theirs.run(None, given)
        return (time.perf_counter() - start) * 24000 / len(audio)

    ratios = []
    for line in (HERE / "sentences.txt").read_text("utf-8").splitlines():
        run_ours(line), run_theirs(line)
        pairs = []
        for _ in range(args.rounds):
            pairs.append((run_ours(line), run_theirs(line)))
            time.sleep(PAUSE)
        mine, others = (statistics.median(side) for side in zip(*pairs))
        ratios.append(mine / others)
        print(f"{len(line):4} symbols: ours {mine:.3f}, ONNX Runtime {others:.3f}, ratio {mine / others:.3f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.3f} on {args.threads} threads of {os.cpu_count()}")
    ours.stdin.close()
    ours.wait()


if __name__ == "__main__":
    main()
