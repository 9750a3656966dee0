#!/usr/bin/env python3
"""Compares the voice with ONNX Runtime: the same f32 graph, sentences, threads; turns about in one run.

    cargo build --release -p tingxinwen-voices --example rtf
    pip install onnxruntime numpy
    python3 voices/bench/ort.py [--threads 2] [--rounds 5] [--graph OTHER.onnx] [--rtf target/release/examples/rtf]

Prints, per sentence, the medians of the real-time factor (time taken / length of sound) and their ratio.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy
import onnxruntime

HERE = Path(__file__).resolve().parent
# ONNX Runtime's threads spin for a while after a run; wait until they have left the cores alone.
PAUSE = 0.5


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--voice", default="zf_xiaoxiao")
    args.add_argument("--graph", help="another graph for ONNX Runtime, such as one without fused norms")
    args.add_argument("--rtf", default="target/release/examples/rtf")
    args = args.parse_args()

    folder = tempfile.TemporaryDirectory()
    command = [args.rtf, str(args.threads), args.voice, folder.name]
    ours = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    voices = Path(ours.stdout.readline().strip()) / "voices"
    (graph,) = Path(folder.name).glob("*.onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = args.threads
    session = onnxruntime.InferenceSession(args.graph or str(graph), options, providers=["CPUExecutionProvider"])
    vocabulary = json.loads((HERE.parent / "kokoro" / "vocabulary.json").read_text("utf-8"))
    table = voices / f"{args.voice}.bin"
    styles = numpy.fromfile(table, dtype="<f4").reshape(510, 256)

    def run_ours(line):
        ours.stdin.write(line + "\n")
        ours.stdin.flush()
        length, took = map(float, ours.stdout.readline().split())
        return took / length

    def run_theirs(line):
        ids = [vocabulary[symbol] for symbol in line if symbol in vocabulary]
        feeds = {
            "tokens": numpy.array([[0, *ids, 0]], dtype=numpy.int64),
            "style": styles[len(ids) : len(ids) + 1],
            "speed": numpy.ones(1, dtype=numpy.float32),
        }
        start = time.perf_counter()
        (audio,) = session.run(["audio"], feeds)
        return (time.perf_counter() - start) * 24000 / len(audio)

    ratios = []
    for line in (HERE / "sentences.txt").read_text("utf-8").splitlines():
        run_ours(line), run_theirs(line)
        pairs = []
        for _ in range(args.rounds):
            mine = run_ours(line)
            theirs = run_theirs(line)
            time.sleep(PAUSE)
            pairs.append((mine, theirs))
        mine, theirs = (statistics.median(side) for side in zip(*pairs))
        ratios.append(mine / theirs)
        print(f"{len(line):4} symbols: ours {mine:.3f}, ONNX Runtime {theirs:.3f}, ratio {mine / theirs:.3f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.3f} on {args.threads} threads of {os.cpu_count()}")
    ours.stdin.close()
    ours.wait()


if __name__ == "__main__":
    main()
