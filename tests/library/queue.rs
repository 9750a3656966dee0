//! The stored queue keeps its order and the numbers of its items.

use tingxinwen_library::{Database, QueueSource};

fn address(at: u32) -> QueueSource {
    QueueSource::Address(format!("https://news.test/{at}"))
}

#[test]
fn the_queue_is_read_back_in_its_order_and_numbers_are_never_used_again() {
    let mut database = Database::in_memory().unwrap();
    let text = QueueSource::Text("一段文字。".to_owned());
    assert_eq!(database.enqueue(&[address(1), text.clone(), address(2)]).unwrap(), 3);
    let mut items = database.queue().unwrap();
    assert_eq!(
        items.iter().map(|item| item.source.clone()).collect::<Vec<_>>(),
        [address(1), text, address(2)]
    );
    let last = items[2].item;
    items.swap(0, 2);
    items[1].failed = Some("no such page".to_owned());
    items.pop();
    database.set_queue(&items).unwrap();
    assert_eq!(database.queue().unwrap(), items);
    database.set_queue(&[]).unwrap();
    database.enqueue(&[address(3)]).unwrap();
    assert!(database.queue().unwrap()[0].item > last);
}
