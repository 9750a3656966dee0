### The window: the bar at the bottom, small dialogs, and what the player says of itself.

language-name = English

app-name = 聽新聞
play = Play
pause = Pause
speed = Speed
voice = Voice
volume = Volume
mute = Mute
unmute = Unmute
open = Open

close = Close
choose-file = Choose a file…
address-or-text = Paste an address, a path, or a whole article
empty-hint = Paste an article or address (Ctrl+V), drop a file, or press Ctrl+O to choose one

opening = Opening…
finished = Finished
no-sound = No sound device: the reading is only shown
too-slow = This voice is more than this computer can keep up with; it will pause now and then
system-voice = Use the system’s voice
mandarin = Mandarin
english = English

# $now (String) - the time that was heard, as 1:05
# $total (String) - the time of the whole article
position = Position { $now } / { $total }
# $speed (String) - a factor, as 1.5
speed-is = Speed { $speed }×
# $name (String) - a voice's name
voice-is = Voice { $name }
# $time (String) - a time that is an estimate
about-time = about { $time }
buffering = Buffering…
# $secs (Number) - whole seconds until there is sound
buffering-for = Buffering { $secs } s
# $label (String) - what a button does
# $keys (String) - the keys that do it
with-keys = { $label } ({ $keys })

## Sleep timer

sleep-menu = Sleep timer
sleep-off = Off
# $minutes (Number) - minutes until it pauses
sleep-minutes = { $minutes } minutes
sleep-end-of-article = End of article

## The player and the sidebar

step-sentence = { "" }
step-paragraph = { "" }
now-playing = Now playing
# $title (String) - a headline
now-playing-is = Now playing “{ $title }”
# $name (String) - who reads in the recordings of a book
narrated-by = Read by { $name }
# $time (String) - the time of the whole article
whole-time = { $time } in all
player-more = Voice and volume
# $time (String) - as 19:32
sleep-left = { $time } left
# $minutes (Number) - minutes until it pauses
sleep-short = { $minutes } min
sleep-end-short = At the end
sidebar-fold = Fold or unfold the sidebar
sidebar-show = Show the sidebar
sources = Sources
focus-leave = Leave focus mode
# $what (String) - what a number is of
more-of = { $what }: more
# $what (String) - what a number is of
less-of = { $what }: less
mini-close = Close the mini player
mini-whole = Back to the window
install-offer = The built-in voices are not installed yet; this computer's own speech reads.
install-voices = Install
install-starting = About to fetch the built-in voices…
# $done (Number) - megabytes that have come
# $total (Number) - megabytes there are
install-received = Fetching the built-in voices, { $done } of { $total } MB
# Variables:
#   $time (String) - how long the chapters after this one take
contents-left = { $time } after this chapter
password = Password
# $name (String) - the file or address of an encrypted document
password-prompt = Password of “{ $name }”:
