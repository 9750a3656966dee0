//! Polyphone network, which chooses a reading by context: embedding, bidirectional LSTM, two linear layers
//! (g2pM; sizes and weights from `data/polyphone.bin`).

use std::{collections::HashMap, sync::OnceLock};

use super::{packed::Packed, syllable::SyllableId};

/// Width of an embedding.
const EMBED: usize = 64;
/// Width of the state of one direction.
const STATE: usize = 32;
/// Gates of one direction: input, output, forget, cell.
const GATES: usize = 4 * STATE;
/// Width of the layer between state and classes.
const MIDDLE: usize = 32;
/// Longest stretch read at once; a longer one is read in parts, so that memory stays bounded.
const WINDOW: usize = 512;

/// A character of the network's vocabulary.
pub(super) type NetId = u16;

/// The network.
pub(super) struct Polyphones {
    embedding: Vec<f32>,
    input: Vec<f32>,
    bias: Vec<f32>,
    /// Both directions; a row of [`GATES`] per state cell.
    recurrent: Vec<f32>,
    /// A row of [`MIDDLE`] per state cell of both directions.
    middle: Vec<f32>,
    middle_bias: Vec<f32>,
    /// A row of [`MIDDLE`] per class.
    classes: Vec<f32>,
    class_bias: Vec<f32>,
    class_of: HashMap<u16, u16>,
    other_ids: HashMap<char, NetId>,
    begin: NetId,
    end: NetId,
    unknown: NetId,
    /// The input gates of each character, worked out when it is first met.
    projections: Vec<OnceLock<Box<[f32]>>>,
}

/// A place where the network is asked, and the readings it may choose from.
pub(super) struct Question {
    /// Position in the text.
    pub(super) at: usize,
    /// What it may be.
    pub(super) choices: Vec<SyllableId>,
}

impl Polyphones {
    pub(super) fn load() -> Self {
        let mut file = Packed::open(include_bytes!("data/polyphone.bin"));
        let embedding = file.f16s();
        let input = file.f16s();
        let recurrent = file.f16s();
        let bias = file.f16s();
        let middle = file.f16s();
        let middle_bias = file.f16s();
        let classes = file.f16s();
        let class_bias = file.f16s();
        let names = file.u16s();
        let class_of = names.iter().enumerate().map(|(class, &name)| (name, class as u16)).collect();
        let codes = file.u16s();
        let ids = file.u16s();
        let other_ids = codes
            .into_iter()
            .zip(ids)
            .filter_map(|(code, id)| Some((char::from_u32(u32::from(code))?, id)))
            .collect();
        let special = file.u16s();
        let mut by_state = vec![0.0; recurrent.len()];
        for (idx, &weight) in recurrent.iter().enumerate() {
            let (direction, gate, cell) = (idx / (GATES * STATE), idx / STATE % GATES, idx % STATE);
            by_state[(direction * STATE + cell) * GATES + gate] = weight;
        }
        let count = embedding.len() / EMBED;
        Self {
            embedding,
            input,
            bias,
            recurrent: by_state,
            middle,
            middle_bias,
            classes,
            class_bias,
            class_of,
            other_ids,
            begin: special.first().copied().unwrap_or_default(),
            end: special.get(1).copied().unwrap_or_default(),
            unknown: special.get(2).copied().unwrap_or_default(),
            projections: (0..count).map(|_| OnceLock::new()).collect(),
        }
    }

    /// What the network knows a character as that is not Chinese.
    pub(super) fn other_id(&self, c: char) -> NetId {
        self.other_ids.get(&c).copied().unwrap_or(self.unknown)
    }

    /// The likeliest of each question's choices, the index into them; `questions` in order of place.
    pub(super) fn answer(&self, text: &[NetId], questions: &[Question]) -> Vec<Option<usize>> {
        let mut answers = Vec::with_capacity(questions.len());
        let mut rest = questions;
        for (part, ids) in text.chunks(WINDOW).enumerate() {
            let first = part * WINDOW;
            let here = rest.partition_point(|question| question.at < first + ids.len());
            let (asked, later) = rest.split_at(here);
            rest = later;
            if asked.is_empty() {
                continue;
            }
            let places: Vec<usize> = asked.iter().map(|question| question.at - first).collect();
            let states = self.states(ids, &places);
            answers.extend(asked.iter().zip(&states).map(|(question, state)| self.best(state, question)));
        }
        answers.resize(questions.len(), None);
        answers
    }

    /// Both directions' states at `places`, which are in order.
    fn states(&self, ids: &[NetId], places: &[usize]) -> Vec<[f32; 2 * STATE]> {
        let mut states = vec![[0.0; 2 * STATE]; places.len()];
        let mut forward = Cell::default();
        self.step(&mut forward, 0, self.begin);
        let mut next = 0;
        for (at, &id) in ids.iter().enumerate() {
            if next == places.len() {
                break;
            }
            self.step(&mut forward, 0, id);
            while next < places.len() && places[next] == at {
                states[next][..STATE].copy_from_slice(&forward.output);
                next += 1;
            }
        }
        let mut backward = Cell::default();
        self.step(&mut backward, 1, self.end);
        let mut left = places.len();
        for (at, &id) in ids.iter().enumerate().rev() {
            if left == 0 {
                break;
            }
            self.step(&mut backward, 1, id);
            while left > 0 && places[left - 1] == at {
                left -= 1;
                states[left][STATE..].copy_from_slice(&backward.output);
            }
        }
        states
    }

    fn step(&self, cell: &mut Cell, direction: usize, id: NetId) {
        let Some(slot) = self.projections.get(id as usize) else { return };
        let inputs = slot.get_or_init(|| self.project(id as usize));
        let mut gates = [0.0_f32; GATES];
        gates.copy_from_slice(&inputs[direction * GATES..(direction + 1) * GATES]);
        let rows = self.recurrent[direction * STATE * GATES..].chunks_exact(GATES);
        for (row, &output) in rows.zip(&cell.output) {
            for (gate, &weight) in gates.iter_mut().zip(row) {
                *gate += weight * output;
            }
        }
        for gate in &mut gates[..3 * STATE] {
            *gate = 0.5 + 0.5 * tanh(0.5 * *gate);
        }
        for gate in &mut gates[3 * STATE..] {
            *gate = tanh(*gate);
        }
        for i in 0..STATE {
            cell.memory[i] = gates[2 * STATE + i] * cell.memory[i] + gates[i] * gates[3 * STATE + i];
            cell.output[i] = gates[STATE + i] * tanh(cell.memory[i]);
        }
    }

    /// The part of both directions' gates that hangs on the character alone.
    fn project(&self, id: usize) -> Box<[f32]> {
        let vector = &self.embedding[id * EMBED..(id + 1) * EMBED];
        self.input.chunks_exact(EMBED).zip(&self.bias).map(|(row, bias)| bias + dot(row, vector)).collect()
    }

    fn best(&self, state: &[f32; 2 * STATE], question: &Question) -> Option<usize> {
        let mut middle = [0.0_f32; MIDDLE];
        middle.copy_from_slice(&self.middle_bias[..MIDDLE]);
        for (row, &value) in self.middle.chunks_exact(MIDDLE).zip(state) {
            for (sum, &weight) in middle.iter_mut().zip(row) {
                *sum += weight * value;
            }
        }
        for value in &mut middle {
            *value = value.max(0.0);
        }
        let score = |choice: &SyllableId| {
            let class = *self.class_of.get(&choice.0)? as usize;
            let row = self.classes.get(class * MIDDLE..(class + 1) * MIDDLE)?;
            Some(self.class_bias[class] + dot(row, &middle))
        };
        question
            .choices
            .iter()
            .enumerate()
            .filter_map(|(idx, choice)| Some((idx, score(choice)?)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .map(|(idx, _)| idx)
    }
}

#[derive(Default)]
struct Cell {
    memory: [f32; STATE],
    output: [f32; STATE],
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// tanh by its continued fraction, cut after the seventh step: off by at most 1e-4, and without a
/// call, so that the compiler does several at once.
fn tanh(x: f32) -> f32 {
    let square = x * x;
    let above = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let below = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    (above / below).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_is_near_enough() {
        for step in -200..=200 {
            let x = step as f32 * 0.1;
            assert!((tanh(x) - x.tanh()).abs() < 2e-4, "{x}: {}", tanh(x));
        }
    }

    #[test]
    fn a_question_gets_an_answer_wherever_the_window_ends() {
        let net = Polyphones::load();
        let text: Vec<NetId> = (0..WINDOW as u16 * 2 + 3).map(|at| 6 + at % 50).collect();
        let questions: Vec<Question> = [0, WINDOW - 1, WINDOW, text.len() - 1]
            .into_iter()
            .map(|at| Question {
                at,
                choices: net.class_of.keys().take(3).map(|&id| SyllableId(id)).collect(),
            })
            .collect();
        let answers = net.answer(&text, &questions);
        assert_eq!(answers.len(), 4);
        assert!(answers.iter().all(Option::is_some));
    }
}
