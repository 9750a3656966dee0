# What is taken along: sound files, subtitles.

# $path (String) - the file that was asked for
# $known (String) - the endings that there are: `.mp3/.wav`
unknown-sound = “{ $path }” ends in no format of sound. There are: { $known }
# $path (String) - where subtitles were to go
# $known (String) - the endings that there are: `.srt/.vtt`
unknown-subtitles = “{ $path }” ends in no format of subtitles. There are: { $known }
# $path (String) - a file
no-picture = “{ $path }” is no JPEG or PNG, which covers are.
# $why (String) - a sentence’s end that says why
sound-not-written = The sound cannot be written: { $why }.
sound-too-long = It is longer than this format can say. Another format, or one file a chapter, takes it.
book-as-episode = Podcast players play sound, and no EPUB.
# $format (String) - the ending of its files
format-not-in-build = This build of the program does not write { $format }.
# $template (String) - what was asked for
unknown-template = “{ $template }” names nothing. There are: {"{date}"}, {"{site}"}, {"{title}"}, {"{number}"}
# $needed (Number) - megabytes
# $free (Number) - megabytes
no-room-to-export = The disk has too little room: about { $needed } MB are needed, and { $free } MB are free.
take-along = Take along
export-what = Articles
export-this = This one
# $count (Number) - how many are in the queue
export-queue = The { $count } up next
export-choose = Choose
export-format = Format
export-mp3-hint = Plays everywhere
export-m4b = Audio book M4B
export-m4b-hint = With chapters, its place is kept
export-epub = Book EPUB
export-epub-hint = Text that lights up with its sound
export-opus-hint = The smallest
export-flac-hint = Not a bit is lost
export-files = Files
export-one = All in one
export-each = One each
export-each-chapter = One a chapter
export-quality = Quality
export-quality-small = Small
export-quality-standard = Standard
export-quality-high = High
export-subtitles = Subtitles
export-to = Save to
export-to-folder = Folder
export-to-podcast = My podcast
export-folder = Choose folder
podcast-phone = On the phone
podcast-share = Share
podcast-share-hint = Podcast players in your network can then have the episodes.
podcast-starting = Starting…
podcast-stop = Stop sharing
podcast-code = QR code of the address
podcast-how = Point the phone’s camera here, or add this address in its podcast player. The phone must be in the same network, and this window open.
export-start = Begin
export-hint = What was heard is not made again, nor paid for.
export-opening = Opening the articles…
# $number (Number) - the number of the file that is being made
# $count (Number) - how many there are
export-making = File { $number } of { $count }
# $percent (Number) - how much is done
export-percent = { $percent }%
# $percent (Number) - how much is done
# $minutes (Number) - how long it still takes
export-minutes-left = { $percent }%, about { $minutes } min left
# $percent (Number) - how much is done
# $seconds (Number) - how long it still takes
export-seconds-left = { $percent }%, about { $seconds } s left
# $percent (Number) - how much is done
export-paused = { $percent }%, paused
export-file-done = Done
export-done = All done
export-failed = Not finished
export-stopped = Stopped. What is wanted again goes on where it was.
export-show = Show the files
export-replace = Replace it
export-background = Go on in background
export-pause = Pause
export-go-on = Go on
export-cancel = Cancel
# $count (Number) - how many sentences
export-by-others = Sentences that another voice spoke: { $count }
# $count (Number) - how many sentences
export-count-left-out = Sentences that no voice spoke: { $count }
