### Library and queue: window and command line.

## Library and queue

# $why (String) - why
library-file = The library’s file cannot be used: { $why }.
library-damaged = This file is no library, or is damaged.
library-newer = The library was written by a newer version. Please update the program first.
library-busy = Another program is using the library. Please try again.
# $said (String) - what SQLite said
library-refused = The library did not take it: “{ $said }”.
library-closed = The library is closed.
remote-no-queue = The program that runs has no queue.
# $added (Number) - new articles
# $known (Number) - articles that were there
library-imported = { $added } new, { $known } already there
# $count (Number) - articles in the queue
queue-kept = { $count } in the queue, to be played by the window that is opened next
heard-none = Unplayed
# $percent (Number) - how much of it
heard-part = { $percent }% played
heard-all = Played

library = Library
library-search = Search the library
library-empty = Nothing in the library yet
# $words (String) - what was searched
library-nothing = Nothing has “{ $words }”
filter-all = All
filter-unheard = Unplayed
filter-begun = In progress
filter-heard = Played
# $label (String) - the name of the filter
# $count (Number) - how many articles it lets through
filter-count = { $label } { $count }
# $title (String) - the headline
library-removed = “{ $title }” was removed
queue = Up next
queue-empty = Nothing up next
queue-empty-hint = Add articles from the library, from links in an article, or drop several files
# $count (Number) - articles
# $time (String) - how long they take
queue-state = { $count } articles, { $time }
queue-add = Play later
queue-remove = Remove
queue-clear = Remove all
queue-play = Play now
queue-retry = Try again
queue-loading = Opening…
queue-waiting = Waiting
undo = Undo
action-library = Library
action-queue = Up next
action-next-article = Next article
action-reload = Fetch this page again
# $article (String) - what was asked for
unknown-article = The library has no “{ $article }”. `tingxinwen library` lists what it has.
# $words (String) - what is searched
# $count (Number) - how many documents were found
library-found = { $count } with “{ $words }”
library-listen = Listen
library-more = More
sort-menu = Order
sort-recent = Last heard
sort-published = Latest
sort-title = Title
sort-length = Shortest
tags = Tags
tag-new = New tag
tags-hint = Type it and press Enter
action-focus = Focus
back-to-library = Back to the library
action-mini = Mini player
# $path (String) - a file
in-the-way = “{ $path }” is there already. Add `--force` to replace it; the file that is read is never replaced.
# $path (String) - what was to be written into
no-file = “{ $path }” is no file and cannot be written into.
