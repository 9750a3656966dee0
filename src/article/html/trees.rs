//! Decision trees: the certainty that a line is of the article, as the sum of small trees over its facts.
//!
//! They were fitted by `fit.py` beside this file to the lines of pages whose article is known. The
//! facts are about pages in general, so that nothing here knows a site.

use std::sync::LazyLock;

use super::facts::Facts;

/// A tree a line; written by `fit.py`: a question is `fact<limit` and the tree of its yes, then that of its
/// no; a number alone is the answer.
static TREES: LazyLock<Vec<Vec<Node>>> =
    LazyLock::new(|| include_str!("trees.txt").lines().map(parse).collect());

#[derive(Clone, Copy, Debug, PartialEq)]
enum Node {
    /// The tree of the yes comes next, that of the no stands at `no`.
    Question {
        fact: u16,
        no: u16,
        limit: f32,
    },
    Answer(f32),
}

/// How sure it is that each line is of the article, by the facts of each: 0 to 1.
pub(super) fn sureness(lines: &[Facts]) -> Vec<f32> {
    let mut sums = vec![0.0_f32; lines.len()];
    // Tree by tree, since a tree and all facts of a page stay near.
    for tree in TREES.iter() {
        for (sum, facts) in sums.iter_mut().zip(lines) {
            *sum += answer(tree, facts);
        }
    }
    sums.into_iter().map(|sum| 1.0 / (1.0 + (-sum).exp())).collect()
}

fn answer(tree: &[Node], facts: &Facts) -> f32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Question { fact, limit, no }) => {
                let is_less = facts.get(usize::from(*fact)).is_some_and(|fact| fact <= limit);
                at = if is_less { at + 1 } else { usize::from(*no) };
            }
            Some(Node::Answer(answer)) => return *answer,
            None => return 0.0,
        }
    }
}

fn parse(line: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    // Questions whose tree of the yes is being read.
    let mut open = Vec::new();
    for word in line.split(' ') {
        if let Some((fact, limit)) = word.split_once('<') {
            open.push(nodes.len());
            let (fact, limit) = (fact.parse().unwrap_or(u16::MAX), limit.parse().unwrap_or_default());
            nodes.push(Node::Question { fact, limit, no: u16::MAX });
            continue;
        }
        nodes.push(Node::Answer(word.parse().unwrap_or_default()));
        // The tree that ends here is the yes of the innermost question that has none yet.
        let after = u16::try_from(nodes.len()).unwrap_or(u16::MAX);
        if let Some(Node::Question { no, .. }) = open.pop().and_then(|at| nodes.get_mut(at)) {
            *no = after;
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::{super::facts::COUNT, *};

    #[test]
    fn questions_lead_to_their_answers() {
        let tree = parse("0<0.5 1<2 -1 1 3<0 7 9");
        let answer = |first: f32, second: f32, fourth: f32| {
            let mut facts = [0.0; COUNT];
            (facts[0], facts[1], facts[3]) = (first, second, fourth);
            answer(&tree, &facts)
        };
        assert_eq!(answer(0.0, 1.0, 0.0), -1.0);
        assert_eq!(answer(0.0, 3.0, 0.0), 1.0);
        assert_eq!(answer(1.0, 3.0, -1.0), 7.0);
        assert_eq!(answer(1.0, 3.0, 1.0), 9.0);
    }

    #[test]
    fn every_tree_asks_for_facts_that_there_are() {
        assert!(TREES.len() > 10);
        for node in TREES.iter().flatten() {
            if let Node::Question { fact, limit, no } = node {
                assert!(usize::from(*fact) < COUNT && limit.is_finite() && *no != u16::MAX, "{node:?}");
            }
        }
    }
}
