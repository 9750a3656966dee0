//! An article read to its end through a server that does all that servers do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::{collections::HashMap, sync::Mutex, time::Duration};

use common::desk::{Desk, Sum, assert_in_order, sentences, speech};
use tingxinwen::speech::Frames;
use tingxinwen_test_tools::server::{Answer, Server, pcm_of, wav};

/// Bytes of memory that this process has, where the system says.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}

/// What is ready for the sound card, what it has just had, and what is kept in memory.
const MOST_HELD: Frames = Frames::from_millis((60 + 175 + 15) * 1000);
/// What memory may grow by while the second hundred of sentences is read: less than half of their sound. What
/// this server and its threads leave behind counts too.
const MOST_GROWN: u64 = 8 << 20;

#[test]
fn every_sentence_is_heard_once_and_in_order_whatever_the_server_does() {
    let sentences = sentences(200);
    let asked = Mutex::new(HashMap::<String, u32>::new());
    let seed = 20_261_122_u32;
    let server = Server::start(move |request| {
        let text = request.input();
        let attempt = {
            let mut asked = asked.lock().unwrap();
            let attempt = asked.entry(text.clone()).or_default();
            *attempt += 1;
            *attempt
        };
        let mut plan = text
            .bytes()
            .fold(seed ^ attempt, |plan, byte| (plan ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        plan ^= plan >> 15;
        // Three attempts out of five go wrong, but never more than five in a row.
        let trouble = if attempt > 5 { 99 } else { plan % 20 };
        let whole = speech(request);
        let length = whole.length.unwrap_or_default();
        let cut = 44 + (plan / 20) as usize % (length - 44);
        match trouble {
            0 | 1 => Answer::status(429, "{}").with("retry-after", "0"),
            2 => Answer::status(500, "<html>oh</html>"),
            3 => Answer::status(503, "{}"),
            4 | 5 => whole.cut(cut),
            6 => whole.cut(cut).hanging(),
            7 => Answer::whole("text/html", b"<html>a portal</html>".to_vec()),
            8 => Answer::whole("application/json", b"{}".to_vec()),
            9 => Answer::whole(
                "audio/wav",
                (0..20_000_u32).map(|at| (at.wrapping_mul(plan) >> 11) as u8).collect(),
            ),
            10 => Answer::whole("audio/wav", wav(&vec![0; 40_000], 24_000, None)),
            11 => Answer { length: None, ..whole.dripping(length / 9, Duration::from_millis(8)) },
            12 => whole.after(Duration::from_millis(60)),
            _ => whole,
        }
    });
    let mut desk = Desk::new(&server, &["box:bella", "tone"], 8, None);
    let article = sentences.concat();
    desk.open(&article);
    let (mut half, mut most, mut looked) = (None, None, 0);
    let heard = desk.listen_and(|place| {
        // To look takes longer than to read on.
        if place < looked {
            return;
        }
        looked = place + article.len() as u32 / 400;
        if place as usize * 2 >= article.len() {
            let now = resident();
            half = half.or(now);
            most = most.max(now);
        }
    });
    let snapshot = desk.engine.snapshot();
    assert_eq!(snapshot.notice, None);
    assert_in_order(&heard, &article);
    let mut expected = Sum::default();
    sentences
        .iter()
        .for_each(|sentence| pcm_of(sentence).into_iter().for_each(|sample| expected.add(sample)));
    let tape = desk.tape.lock().unwrap();
    assert_eq!(tape.sum, expected, "every sample, once");
    assert!(tape.most_held < MOST_HELD, "{:.1} s of sound were held", tape.most_held.as_secs_f64());
    if let (Some(half), Some(most)) = (half, most) {
        let grown = most.saturating_sub(half);
        let (half, most) = (half / 1_000_000, most / 1_000_000);
        #[allow(clippy::print_stderr, reason = "a figure of the README, for who asks with --nocapture")]
        {
            eprintln!("memory: {half} MB at half the article, {most} MB at most after it");
        }
        assert!(grown < MOST_GROWN, "memory grew from {half} to {most} MB over the second half");
    }
    assert!(server.requests().len() > 280, "there was trouble: {} requests", server.requests().len());
}
