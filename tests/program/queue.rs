//! The queue against a small model: each item is played once, in order, whatever fails or is removed meanwhile.

use proptest::{prelude::*, sample::Index};
use tingxinwen::session::{
    AddAt, ItemFacts, ItemId, Queue, QueueCommand, QueueEffect, QueueEvent, QueueState, Undo,
};
use tingxinwen_library::QueueSource;

fn address(at: u32) -> QueueSource {
    QueueSource::Address(format!("https://news.test/{at}"))
}

#[derive(Clone, Debug)]
enum Step {
    Add(Vec<u32>, AddAt),
    Remove(Index),
    Move(Index, usize),
    Clear,
    Undo,
    Retry(Index),
    Play(Index),
    PlayNext,
    Loaded(bool),
    Opened(bool),
    Finished,
    EndsSoon,
}

fn step() -> impl Strategy<Value = Step> {
    let at = prop_oneof![Just(AddAt::Front), Just(AddAt::End)];
    prop_oneof![
        3 => (prop::collection::vec(0_u32..12, 1..4), at).prop_map(|(sources, at)| Step::Add(sources, at)),
        1 => any::<Index>().prop_map(Step::Remove),
        1 => (any::<Index>(), 0_usize..6).prop_map(|(item, to)| Step::Move(item, to)),
        1 => Just(Step::Clear),
        2 => Just(Step::Undo),
        1 => any::<Index>().prop_map(Step::Retry),
        1 => any::<Index>().prop_map(Step::Play),
        1 => Just(Step::PlayNext),
        4 => any::<bool>().prop_map(Step::Loaded),
        4 => any::<bool>().prop_map(Step::Opened),
        3 => Just(Step::Finished),
        1 => Just(Step::EndsSoon),
    ]
}

/// A queue, and the world that it acts on.
#[derive(Default)]
struct World {
    queue: Queue,
    effects: Vec<QueueEffect>,
    loading: Vec<ItemId>,
    opening: Option<ItemId>,
    played: Vec<ItemId>,
}

impl World {
    fn take(&mut self, step: Step) {
        let items = self.queue.items().to_vec();
        let first_playable =
            || items.iter().find(|item| !matches!(item.state, QueueState::Failed(_))).map(|item| item.id);
        let at = |index: Index| (!items.is_empty()).then(|| index.get(&items).id);
        let was_opening = self.opening;
        let expected = match &step {
            Step::Finished if was_opening.is_none() => first_playable(),
            Step::PlayNext => first_playable(),
            Step::Play(index) => at(*index),
            Step::Opened(false) if was_opening.is_some() => first_playable(),
            _ => None,
        };
        let command = match step {
            Step::Add(sources, at) => QueueCommand::Add(sources.into_iter().map(address).collect(), at),
            Step::Remove(index) => match at(index) {
                Some(id) => QueueCommand::Remove(id),
                None => return,
            },
            Step::Move(index, to) => match at(index) {
                Some(id) => QueueCommand::Move(id, to),
                None => return,
            },
            Step::Retry(index) => match at(index) {
                Some(id) => QueueCommand::Retry(id),
                None => return,
            },
            Step::Play(index) => match at(index) {
                Some(id) => QueueCommand::Play(id),
                None => return,
            },
            Step::Clear => QueueCommand::Clear,
            Step::Undo => QueueCommand::Undo,
            Step::PlayNext => QueueCommand::PlayNext,
            Step::Loaded(is_good) => {
                let Some(id) = self.loading.pop() else { return };
                let facts = ItemFacts { title: Some("題".into()), site: None, secs: 60.0 };
                let result = if is_good { Ok(facts) } else { Err("no page".to_owned()) };
                return self.event(QueueEvent::Loaded(id, result), expected);
            }
            Step::Opened(is_good) => {
                let Some(id) = self.opening.take() else { return };
                if is_good {
                    self.played.push(id);
                }
                let result = if is_good { Ok(()) } else { Err("no page".to_owned()) };
                return self.event(QueueEvent::Opened(id, result), expected);
            }
            Step::Finished => return self.event(QueueEvent::Finished, expected),
            Step::EndsSoon => return self.event(QueueEvent::EndsSoon, expected),
        };
        self.queue.command(command, &mut self.effects);
        self.check(expected);
    }

    fn event(&mut self, event: QueueEvent, expected: Option<ItemId>) {
        self.queue.event(event, &mut self.effects);
        self.check(expected);
    }

    fn check(&mut self, expected: Option<ItemId>) {
        let mut opened = None;
        for effect in std::mem::take(&mut self.effects) {
            match effect {
                QueueEffect::Load(id, _) => self.loading.push(id),
                QueueEffect::Open(id, _) => opened = Some(id),
                QueueEffect::Prepare(..) | QueueEffect::Save => (),
            }
        }
        assert_eq!(opened, expected, "the next that can be played is opened, and nothing else");
        self.opening = opened.or(self.opening);
        let items = self.queue.items();
        let mut ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        assert!(items.iter().filter(|item| item.state == QueueState::Loading).count() <= 1);
        assert!(
            ids.iter().all(|id| Some(*id) != self.opening && !self.played.contains(id)),
            "none is played twice"
        );
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), items.len(), "none is there twice");
        let is_idle = !items.iter().any(|item| item.state == QueueState::Waiting)
            || items.iter().any(|item| item.state == QueueState::Loading);
        assert!(is_idle, "what waits is being fetched, one after the other");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn each_item_is_played_once_and_in_order(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::default();
        for step in steps {
            world.take(step);
        }
    }
}

fn queue_of(count: u32) -> (Queue, Vec<QueueEffect>) {
    let (mut queue, mut effects) = (Queue::default(), Vec::new());
    queue.command(QueueCommand::Add((1..=count).map(address).collect(), AddAt::End), &mut effects);
    (queue, effects)
}

fn numbers(queue: &Queue) -> Vec<i64> {
    queue.items().iter().map(|item| item.id.0).collect()
}

#[test]
fn what_fails_stays_with_its_reason_and_is_passed_over() {
    let (mut queue, mut effects) = queue_of(3);
    queue.event(QueueEvent::Loaded(ItemId(1), Err("no such page".into())), &mut effects);
    effects.clear();
    queue.event(QueueEvent::Finished, &mut effects);
    assert!(effects.contains(&QueueEffect::Open(ItemId(2), address(2))), "{effects:?}");
    effects.clear();
    queue.event(QueueEvent::Opened(ItemId(2), Err("gone".into())), &mut effects);
    assert!(effects.contains(&QueueEffect::Open(ItemId(3), address(3))), "{effects:?}");
    let failed: Vec<_> = queue.items().iter().map(|item| (item.id.0, item.state.clone())).collect();
    let failure = |reason: &str| QueueState::Failed(reason.into());
    assert_eq!(failed, [(2, failure("gone")), (1, failure("no such page"))]);
    queue.command(QueueCommand::Retry(ItemId(1)), &mut effects);
    assert_eq!(queue.items()[1].state, QueueState::Loading);
}

#[test]
fn what_was_removed_moved_or_cleared_comes_back() {
    let (mut queue, mut effects) = queue_of(3);
    queue.command(QueueCommand::Remove(ItemId(2)), &mut effects);
    assert_eq!((numbers(&queue), queue.snapshot().undo), (vec![1, 3], Some(Undo::Removed)));
    queue.command(QueueCommand::Add(vec![address(9)], AddAt::Front), &mut effects);
    queue.command(QueueCommand::Undo, &mut effects);
    assert_eq!((numbers(&queue), queue.snapshot().undo), (vec![1, 2, 3, 4], None));
    queue.command(QueueCommand::Move(ItemId(4), 0), &mut effects);
    assert_eq!(numbers(&queue), [4, 1, 2, 3]);
    queue.command(QueueCommand::Undo, &mut effects);
    assert_eq!(numbers(&queue), [1, 2, 3, 4]);
    queue.command(QueueCommand::Clear, &mut effects);
    assert!(queue.items().is_empty());
    queue.command(QueueCommand::Undo, &mut effects);
    assert_eq!(numbers(&queue), [1, 2, 3, 4]);
}

#[test]
fn the_next_article_is_prepared_once_and_only_shortly_before_its_turn() {
    let (mut queue, mut effects) = queue_of(2);
    let facts = ItemFacts { title: Some("題".into()), site: None, secs: 60.0 };
    queue.event(QueueEvent::Loaded(ItemId(1), Ok(facts)), &mut effects);
    let prepares = |effects: &[QueueEffect]| {
        effects.iter().filter(|effect| matches!(effect, QueueEffect::Prepare(..))).count()
    };
    assert_eq!(prepares(&effects), 0);
    queue.event(QueueEvent::EndsSoon, &mut effects);
    queue.event(QueueEvent::EndsSoon, &mut effects);
    assert_eq!(prepares(&effects), 1);
}

#[test]
fn numbers_go_on_after_those_of_the_last_run() {
    let (queue, _) = queue_of(3);
    let mut next = Queue::new(queue.items().iter().map(tingxinwen_library::QueuedItem::from).map(Into::into));
    let mut effects = Vec::new();
    next.command(QueueCommand::Add(vec![address(9), address(1)], AddAt::End), &mut effects);
    assert_eq!(numbers(&next), [1, 2, 3, 4], "what waits already is not added again");
}

#[test]
fn what_is_to_be_played_now_is_played_once_whether_or_not_it_waits() {
    for waiting in [vec![1, 2, 3], vec![1, 3], vec![]] {
        let (mut queue, mut effects) = (Queue::default(), Vec::new());
        queue.command(
            QueueCommand::Add(waiting.iter().copied().map(address).collect(), AddAt::End),
            &mut effects,
        );
        effects.clear();
        queue.command(QueueCommand::PlayNow(address(2)), &mut effects);
        let opened = effects.iter().filter_map(|effect| match effect {
            QueueEffect::Open(_, source) => Some(source.clone()),
            _ => None,
        });
        assert_eq!(opened.collect::<Vec<_>>(), [address(2)]);
        let left: Vec<_> = queue.items().iter().map(|item| item.source.clone()).collect();
        let wanted: Vec<_> = waiting.into_iter().filter(|at| *at != 2).map(address).collect();
        assert_eq!(left, wanted);
    }
}
