### The command line, and the terminal that reads without a window.

no-display = No display: reading in the terminal instead.
# $said (String) - what the system said
no-window = Cannot open a window (“{ $said }”). `tingxinwen read` reads in the terminal instead.
nothing-given = Read what? Give an address, a file, text, or - for standard input.

## `voices` and `voices install`

state-installed = installed
state-ready = ready
gender-female = female
gender-male = male
install-waiting = Another installation is running: waiting for it
install-converting = Preparing the model
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
