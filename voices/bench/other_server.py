"""Runs fastkokoro, a server that others wrote, over the files of the embedded voice.

    other_server.py PORT

`cargo xtask bench services` installs it and calls this.
"""

import os
import pathlib
import sys

import numpy as np


def main() -> None:
    port = sys.argv[1]
    data = pathlib.Path(os.environ.get("TINGXINWEN_DATA") or "~/.local/share/tingxinwen").expanduser()
    styles = pathlib.Path(os.environ.get("TMPDIR", "/tmp")) / f"fastkokoro-voices-{port}.npz"
    voices = {
        file.stem: np.fromfile(file, dtype=np.float32).reshape(510, 1, 256)
        for file in sorted((data / "voices").glob("*.bin"))
    }
    np.savez(styles, **voices)
    os.environ |= {
        "FASTKOKORO_MODEL_PATH": str(data / "models" / "kokoro-v1.0.int8.onnx"),
        "FASTKOKORO_VOICES_PATH": str(styles),
        "FASTKOKORO_HOST": "127.0.0.1",
        "FASTKOKORO_PORT": port,
        "HF_HUB_OFFLINE": "1",
    }
    from fastkokoro.cli import main as serve

    sys.argv = ["fastkokoro"]
    serve()


if __name__ == "__main__":
    main()
