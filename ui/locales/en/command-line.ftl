### The command line, and the terminal that reads without a window.

no-display = No display: reading in the terminal instead.
# $said (String) - what the system said
no-window = Cannot open a window (“{ $said }”). `tingxinwen read` reads in the terminal instead.
nothing-copied = Nothing is selected or copied.
nothing-given = Read what? Give an address, a file, text, or - for standard input.

## `voices` and `voices install`

state-installed = installed
state-ready = ready
gender-female = female
gender-male = male
install-waiting = Another installation is running: waiting for it
# $file (String) - a file of a voice
install-done = { $file }: installed
# $source (String) - where a file would have come from
# $why (String) - why it did not
install-source-failed = { $source }: { $why }

## `doctor`

doctor-display = display
doctor-sound = sound device
doctor-fonts = fonts
doctor-voices = voices
doctor-speed = voice speed
doctor-desktop = the desktop
doctor-no-display = none: `tingxinwen read` works without
doctor-no-sound = none
doctor-fonts-whole = Noto Sans TC, embedded
# $installed (Number) - voices with all their files
# $all (Number) - voices of the catalogue
doctor-voices-some = { $installed } of { $all } installed
# $all (Number) - voices of the catalogue
doctor-voices-none = none of { $all } installed: `tingxinwen voices install`
# $work (String) - seconds of work for a second of sound
# $voice (String) - the voice that was measured
# $loading (String) - seconds
doctor-speed-is = { $work } s of work for a second of sound ({ $voice }, loaded in { $loading } s)

## `lexicon`, `keep`

# $count (Number) - how many words were read from the file
# $path (String) - the lexicon
lexicon-imported = { $count ->
    [one] One word is in { $path }
   *[other] { $count } words are in { $path }
}

## `export`, `keep`

# $text (String) - a sentence of the article
# $voice (String) - the voice that spoke it in the place of another
export-spoken-by = “{ $text }” was spoken by “{ $voice }”.
# $text (String) - a sentence of the article
# $why (String) - a whole sentence that says why
export-left-out = “{ $text }” was left out. { $why }

## `play`, `pause`, `seek` …, `status`, `open`: what is handed to a running window

remote-not-running = tingxinwen is not running. Start it with `tingxinwen` or `tingxinwen read ARTICLE`.
remote-no-answer = tingxinwen is running, but does not answer.
remote-bad-answer = The tingxinwen that is running is of another version. Close it and start it again.
remote-nothing-open = No article is open.
# $mib (Number) - how much can be handed over, in MiB
remote-too-long = That is too long to hand over (more than { $mib } MiB). Save it as a file, and open the file.
remote-unreadable = The tingxinwen that is running does not know this command. Close it and start it again.
# $why (String) - the cause
remote-no-connection = Cannot reach the tingxinwen that is running: { $why }.
# $title (String) - a headline
status-title = Title: { $title }
# $site (String) - the name of a site
status-site = Site: { $site }
# $source (String) - an address or a path
status-source = From: { $source }
# $state (String) - what the player does
status-state = State: { $state }
# $at (String) - a time of the article
# $all (String) - how long the article is
status-time = Time: { $at } / { $all }
# $speed (String) - a factor
status-speed = Speed: { $speed }×
# $percent (Number) - how loud
status-volume = Volume: { $percent }%
# $percent (Number) - how loud it was, and will be again
status-muted = Volume: muted ({ $percent }%)
# $voice (String) - the name of a voice
status-voice = Voice: { $voice }
# $byte (String) - a place in the text of the article
# $document (String) - the address of the article
status-place = Place: byte { $byte } of { $document }
status-opening = Opening another article…
state-empty = no article
state-paused = paused
state-buffering = buffering
state-playing = playing
state-finished = finished
# $why (String) - as the system said
not-printed = The output was not written: { $why }
