"""The network of the embedded voice as ONNX Runtime runs it, every weight an f32: what our own code is held to.

    pip install onnx onnxruntime numpy
    python3 voices/bench/reference.py MODEL.int8.onnx > tests/data/network.json

writes the values that the tests of `voices` expect. `ort.py` compares times with the same graph.
"""

import json
import math
import sys
from pathlib import Path

import numpy
import onnx
import onnxruntime
from onnx import helper, numpy_helper

HERE = Path(__file__).resolve().parent
DURATIONS = "/encoder/Clip_output_0"
PITCH = "/encoder/Reshape_output_0"
RESIDUAL = "/decoder/decoder/asr_res/asr_res.0/Conv_output_0"
TEXT = "/decoder/decoder/Concat_output_0"
# What `TEXT` is put together from.
SAID = ["/encoder/MatMul_1_output_0", "/decoder/decoder/F0_conv/Conv_output_0", "/decoder/decoder/N_conv/Conv_output_0"]
DECODED = "/decoder/decoder/decode.3/Div_4_output_0"
HARMONICS = "/decoder/decoder/generator/Concat_3_output_0"
AUDIO = "audio"
# What the decoder is given of a style.
STYLE = "/decoder/Slice_output_0"


def f32_graph(path):
    """The model at `path` without quantized operators: products of floats, whose scales are one."""
    model = onnx.load(path)
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    value = lambda name: numpy_helper.to_array(constants[name])
    made = {}
    nodes = []

    def floats(name, zero):
        if name not in made:
            scale = value(name.replace("_quantized", "_scale"))
            made[name] = ((value(name).astype(numpy.int32) - value(zero)) * scale).astype(numpy.float32)
        return name + ":f32"

    scales = set()
    for node in graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            nodes.append(helper.make_node("Identity", [node.input[0]], [node.output[0]]))
            scales.add(node.output[1])
        elif node.op_type in ("MatMulInteger", "ConvInteger"):
            plain = helper.make_node(node.op_type.removesuffix("Integer"), [node.input[0], floats(node.input[1], node.input[3])], node.output)
            plain.attribute.extend(node.attribute)
            nodes.append(plain)
        elif node.op_type == "Mul" and node.input[0] in scales:
            nodes.append(helper.make_node("Identity", ["one"], node.output))
        elif node.name.endswith("bias_quant_rounded") or node.name.endswith("bias_quantized_node"):
            nodes.append(helper.make_node("Identity", [node.input[0]], node.output))
        elif node.op_type == "DynamicQuantizeLSTM":
            inputs = list(node.input[:8])
            for at, (scale, zero) in ((1, node.input[8:10]), (2, node.input[10:12])):
                integers = value(inputs[at]).astype(numpy.int32) - value(zero)[:, None, None]
                made[inputs[at]] = (integers * value(scale)[:, None, None]).astype(numpy.float32).transpose(0, 2, 1)
                inputs[at] += ":f32"
            plain = helper.make_node("LSTM", inputs, node.output)
            plain.attribute.extend(node.attribute)
            nodes.append(plain)
        else:
            nodes.append(node)
    del graph.node[:]
    # The types and shapes of inner values are no longer these.
    del graph.value_info[:]
    graph.node.extend(nodes)
    graph.initializer.append(numpy_helper.from_array(numpy.float32(1), "one"))
    graph.initializer.extend(numpy_helper.from_array(numpy.ascontiguousarray(array), name + ":f32") for name, array in made.items())
    return model


def session(model, outputs, inputs=None, threads=0):
    """Runs the part of `model` between `inputs` (its own, if none are named) and `outputs`."""
    model = onnx.ModelProto.FromString(model.SerializeToString())
    graph = model.graph
    floats = lambda name: helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
    del graph.output[:]
    graph.output.extend(map(floats, outputs))
    if inputs is not None:
        del graph.input[:]
        graph.input.extend(map(floats, inputs))
    makers = {output: node for node in graph.node for output in node.output}
    needed, left = set(), list(outputs)
    while left:
        name = left.pop()
        if name in needed or inputs and name in inputs:
            continue
        needed.add(name)
        if name in makers:
            left.extend(makers[name].input)
    kept = [node for node in graph.node if needed.intersection(node.output)]
    for node in kept:
        for at, name in enumerate(node.output):
            if inputs and name in inputs:
                node.output[at] = name + ":unused"
    del graph.node[:]
    graph.node.extend(kept)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


VOCABULARY = json.loads((HERE.parent / "kokoro" / "vocabulary.json").read_text("utf-8"))


def feeds(phonemes, styles):
    """What the model is given for `phonemes`, spoken in the fitting one of `styles`."""
    ids = [VOCABULARY[symbol] for symbol in phonemes if symbol in VOCABULARY]
    return {
        "tokens": numpy.array([[0, *ids, 0]], dtype=numpy.int64),
        "style": styles[len(ids) : len(ids) + 1],
        "speed": numpy.ones(1, dtype=numpy.float32),
    }


def waves(count):
    """Numbers between -1 and 1 that are easy to make again: sin(i² / 7) for the i-th."""
    return numpy.array([math.sin(i * i / 7) for i in range(count)], dtype=numpy.float32)


def plain(array):
    """Numbers with as many digits as tell floats apart."""
    return [float(f"{number:.8g}") for number in numpy.ravel(array)]


def main():
    path = Path(sys.argv[1])
    model = f32_graph(path)
    voice = "zf_xiaoxiao"
    styles = numpy.fromfile(path.parent.parent / "voices" / f"{voice}.bin", dtype="<f4").reshape(510, 256)
    encoder = session(model, [DURATIONS, PITCH, RESIDUAL, TEXT])
    encoded = []
    lines = (HERE / "sentences.txt").read_text("utf-8").splitlines()
    for phonemes in (lines[0], lines[3], ""):
        durations, pitch, residual, text = encoder.run(None, feeds(phonemes, styles))
        encoded.append({
            "phonemes": phonemes,
            "durations": [int(duration) for duration in durations.ravel()],
            "pitch": plain(pitch),
            # Frame by frame; of the residual, every 16th channel, of the text, every 128th channel and the last two.
            "residual": plain(residual[0, ::16].T),
            "text": plain(text[0, [*range(0, 512, 128), 512, 513]].T),
        })
    frames = 4
    style = styles[9:10, :128]
    text = waves(frames * 514).reshape(1, frames, 514).transpose(0, 2, 1)
    given = {
        **dict(zip(SAID, numpy.split(text, [512, 513], axis=1))),
        RESIDUAL: waves(frames * 64).reshape(1, frames, 64).transpose(0, 2, 1),
        STYLE: style,
    }
    (decoded,) = session(model, [DECODED], list(given)).run(None, given)
    sung = {
        DECODED: 0.25 * waves(2 * frames * 512).reshape(1, 2 * frames, 512).transpose(0, 2, 1),
        HARMONICS: 0.25 * waves((2 * frames * 60 + 1) * 22).reshape(1, -1, 22).transpose(0, 2, 1),
        STYLE: style,
    }
    (audio,) = session(model, [AUDIO], list(sung)).run(None, sung)
    result = {
        "voice": voice,
        "encoded": encoded,
        "frames": frames,
        "style": 9,
        # Frame by frame, every 16th channel.
        "decoded": plain(decoded[0, ::16].T),
        "audio": plain(audio),
    }
    json.dump(result, sys.stdout, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main()
