//! The network of the embedded voice against ONNX Runtime's.

use tingxinwen_voices::network::{Aligned, FRAMES, MOST_SYMBOLS, NoSound, RESIDUAL, STYLE, SYMBOLS, TEXT};

use crate::embedded::{id, installed, loudness};

/// What ONNX Runtime gives for the same network, made by `voices/bench/reference.py`.
#[derive(serde::Deserialize)]
struct Reference {
    voice: String,
    encoded: Vec<EncodedReference>,
    frames: usize,
    /// The number of symbols whose style it is.
    style: usize,
    decoded: Vec<f32>,
    audio: Vec<f32>,
}

#[derive(serde::Deserialize)]
struct EncodedReference {
    phonemes: String,
    durations: Vec<usize>,
    pitch: Vec<f32>,
    residual: Vec<f32>,
    text: Vec<f32>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../data/network.json")).expect("a reference")
}

/// The places `columns` of rows of `width` values.
fn columns(rows: &[f32], width: usize, columns: &[usize]) -> Vec<f32> {
    rows.chunks_exact(width).flat_map(|row| columns.iter().map(|column| row[*column])).collect()
}

fn every(step: usize, of: usize) -> Vec<usize> {
    (0..of).step_by(step).collect()
}

/// Numbers between -1 and 1 that are easy to make again.
fn waves(count: usize) -> Vec<f32> {
    (0..count).map(|nth| (nth as f64 * nth as f64 / 7.0).sin() as f32).collect()
}

#[test]
fn the_encoder_gives_what_onnx_runtime_gives() {
    let (voices, reference) = (installed(), reference());
    let voice = voices.load_kokoro(&id(&reference.voice)).expect("loads");
    let mut network = voices.network().expect("loads");
    for wanted in reference.encoded {
        let (symbols, style) = voice.inputs(&wanted.phonemes);
        let found = network.encode(&symbols, style, &|| true).expect("encodes");
        let name = &wanted.phonemes;
        assert_eq!(found.durations, wanted.durations, "{name:?}");
        let Aligned { text, residual, pitch } = found.aligned();
        let residual = columns(residual, RESIDUAL, &every(16, RESIDUAL));
        let text = columns(text, TEXT, &[&every(128, 512)[..], &[512, 513]].concat());
        for (what, wanted, found) in [
            ("pitch", &wanted.pitch, pitch),
            ("residual", &wanted.residual, &residual[..]),
            ("text", &wanted.text, &text[..]),
        ] {
            let likeness = likeness(wanted, found);
            assert!(likeness > 110.0, "{what} of {name:?}: {likeness:.1} dB");
        }
    }
    let style = [0.0; 2 * STYLE];
    for symbols in [&[][..], &[0; MOST_SYMBOLS + 1], &[0, SYMBOLS, 0]] {
        assert_eq!(network.encode(symbols, &style, &|| true), Err(NoSound::Misfit));
    }
    assert_eq!(network.encode(&[0, 1, 0], &style[1..], &|| true), Err(NoSound::Misfit));
    assert_eq!(network.encode(&[0, 1, 0], &style, &|| false), Err(NoSound::Unwanted));
}

#[test]
fn decoder_and_vocoder_give_what_onnx_runtime_gives() {
    let (voices, reference) = (installed(), reference());
    let voice = voices.load_kokoro(&id(&reference.voice)).expect("loads");
    let mut network = voices.network().expect("loads");
    let frames = reference.frames;
    let style = voice.inputs(&"a".repeat(reference.style)).1[..STYLE].to_vec();
    let (text, residual) = (waves(frames * TEXT), waves(frames * RESIDUAL));
    let pitch = vec![100.0; frames * FRAMES];
    let aligned = Aligned { text: &text, residual: &residual, pitch: &pitch };
    let decoded = network.decode(&aligned, &style).expect("lengths fit");
    let likeness_of_frames = likeness(&reference.decoded, &columns(&decoded, 512, &every(16, 512)));
    assert!(likeness_of_frames > 100.0, "{likeness_of_frames:.1} dB of frames");
    let quiet = |count: usize| -> Vec<f32> { waves(count).iter().map(|value| 0.25 * value).collect() };
    let (decoded, harmonics) = (quiet(frames * FRAMES * 512), quiet((frames * FRAMES * 60 + 1) * 22));
    let audio = network.vocode(&decoded, &harmonics, &style).expect("lengths fit");
    let likeness_of_sound = likeness(&reference.audio, &audio);
    // Between filters sound is kept in halves, and noise is what they keep worst: speech came to 53 dB and more.
    assert!(likeness_of_sound > 44.0, "{likeness_of_sound:.1} dB of sound");

    assert_eq!(network.vocode(&[0.0; 512], &[0.0; 22], &[0.0; STYLE]), None, "too few harmonics");
    let silence = network.vocode(&[0.0; 512], &[0.0; 22 * 61], &[0.0; STYLE]).expect("lengths fit");
    assert!(silence.len() == 300 && silence.iter().all(|sample| sample.is_finite()));
    let aligned = Aligned { text: &[0.0; TEXT], residual: &[0.0; RESIDUAL], pitch: &[0.0] };
    assert_eq!(network.speak(&aligned, &[0.0; STYLE]), None, "half a frame of pitch");
    let wild = Aligned { text: &[1e30; TEXT], residual: &[-1e30; RESIDUAL], pitch: &[1e9, f32::MAX] };
    assert_eq!(network.speak(&wild, &[1.0; STYLE]).map(|sound| sound.len()), Some(600));
}

/// Signal to difference, in dB.
fn likeness(signal: &[f32], other: &[f32]) -> f32 {
    assert_eq!(signal.len(), other.len());
    let rest: Vec<f32> = signal.iter().zip(other).map(|(one, other)| one - other).collect();
    20.0 * (loudness(signal) / loudness(&rest)).log10()
}
