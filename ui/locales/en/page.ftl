### The page: kinds of blocks, why they are read or not, and how words are pronounced.

## The menu of what is read.

blocks-menu = What is read
play-recordings = Play a book’s own recordings
tables-not-read = Not read
tables-by-row = Row by row
tables-first-row = The first row only
blocks-how-to =
    Click a faint block to have it read;
    Ctrl-click a block that is read to leave it out

kind-title = Headline
kind-byline = Bylines
kind-date = Dates
kind-heading = Headings
kind-paragraph = Paragraphs
kind-list-item = Lists
kind-quote = Quotations
kind-table-row = Tables
kind-caption = Captions
kind-credit = Photo credits
kind-code = Program text
kind-embed = Embedded posts
kind-tags = Tags
kind-related = Related articles
kind-note = Notes
kind-furniture = The rest of the page

# $count (Number) - how many blocks are folded into one row
folded = { $count ->
    [one] One other piece of the page, not read
   *[other] { $count } other pieces of the page, not read
}

## Why a block is not read.

# $kind (String) - the kind of the block
silent-by-kind = Not chosen in “{ blocks-menu }”: { $kind }. Click to have it read.
# $why (String) - one of the reasons below
silent-because = { $why }. Click to have it read.

reason-kind = Not of the article, by its kind
reason-article = Of the article
reason-data = Told only in the page’s data
reason-repeated = It stood already
reason-words = Words that pages say, not articles
reason-menu = It stands in a menu
reason-footer = It stands in the page’s foot
reason-form = A form or a button
reason-promotion = An advert, sharing, or a subscription
reason-comments = What readers wrote
reason-other-articles = It stands among other articles
reason-beside = It stands beside the article
reason-before = The article has not begun
reason-after = The article has ended
reason-site = A rule for this site says that it is not of the article
reason-doubtful = Too little speaks for its being of the article
reason-listener = You chose not to hear it

## Pronunciation.

pronunciation-menu = Pronunciation
zhuyin = Show Zhuyin
readings-taiwan = As in Taiwan
readings-mainland = As in mainland China
pronunciation-how-to = Right-click a word to correct how it is read
word-title = Pronunciation
word = Word
word-present = Read as
word-new = To be read as
word-hint = Zhuyin, Pinyin, or =other text
word-hear = Hear
word-keep = Keep
word-forget = Back to the usual reading

## Looks

looks-menu = Looks
theme-system = As the system
theme-light = Light
theme-dark = Dark
theme-sepia = Sepia
theme-contrast = High contrast
looks-face = Typeface
face-sans = Sans
face-serif = Serif
face-kai = Kai
# $font (String) - the name of a font
face-missing = This computer has no such typeface. Install “{ $font }” and choose it again.
looks-text-size = Text size
looks-column = Characters a line
looks-lines = Line height
looks-pictures = Pictures
picture-failed = The picture did not load
lines-tight = Tight
lines-normal = Normal
lines-loose = Loose

## Search within the article

action-find = Search this article
find-hint = Search this article
# $at (Number) - the hit that is shown
# $count (Number) - all hits
find-count = { $at } of { $count }
find-previous = Previous
find-next = Next
find-read-here = Read from here
action-mark = Mark this sentence
action-note = Note on this sentence
note = Note
action-footnotes = Show footnotes to what is heard
footnotes = Footnotes
footnotes-hear = Listen
footnotes-none = There is no footnote to this.

## Text that is selected, and links

copy = Copy
correct-reading = Correct the reading
open-in-browser = Open in the browser
