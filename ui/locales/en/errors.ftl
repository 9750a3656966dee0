### What went wrong, and what to do about it.

## Opening an article.

# $address (String) - what was given
open-bad-address = “{ $address }” is not a web address. Addresses start with http:// or https://.
# $host (String) - a server's name
# $why (String) - one of the causes below
open-unreachable = Cannot reach { $host }: { $why }. Check the network and the address.
# $host (String) - a server's name
open-garbled = What { $host } sent cannot be unpacked: it is damaged. Try again later, or open it in a browser and paste the text of the article.
# $host (String) - a server's name
open-timed-out = { $host } did not answer in time. Try again later, or paste the article’s text.
# $host (String) - a server's name
open-not-found = { $host } has no such page (404). Check the address.
# $host (String) - a server's name
# $status (Number) - the HTTP status
open-status = { $host } answered with error { NUMBER($status, useGrouping: "false") }. Open the page in a browser and paste its text.
# $host (String) - a server's name
open-redirects = { $host } redirects without end. Open the page in a browser and paste its text.
# $mebibytes (Number) - the limit
open-too-large = Larger than { $mebibytes } MiB. Paste the part that you want to hear.
# $kind (String) - its media type
open-not-text = There is no text to read in such a file (“{ $kind }”). Web pages, books (EPUB, FB2), PDF, office files (DOCX, ODT, RTF), subtitles, mail, Markdown and plain text can be read.
open-recording = This is a recording, not a text: it is heard in a player of sound or video.
open-empty = There is nothing to read in it.
open-no-article = No article was found in it. Open the page in a browser and paste the article’s text.
open-paywalled = This article is for subscribers only. If you subscribe, open it in a browser and paste its text.
open-internal = The program failed on this page. Open the page in a browser and paste the article’s text.
open-needs-script = This page shows its text by program code only, which is not run here. Open it in a browser and paste the article’s text.
# $path (String) - a file
# $why (String) - one of the causes below
open-file-error = Cannot read “{ $path }”: { $why }. Check the path and its permissions.

document-protected = This book is protected by DRM: only its shop’s own reader opens it.
# $by (String) - a shop or its program
document-protected-by = This book is protected by the DRM of { $by }: only its own reader opens it.
document-locked-by-office = An office program locked this document with a password. Save it there without one.
document-needs-password = This document opens with a password only.
document-wrong-password = The password is wrong.
document-scanned = This document holds scanned pictures only and no text. Run it through text recognition (OCR) first.
document-no-text-map = This document does not say which characters its glyphs are, so that no text can be read. Use the file that it was made from, or run it through text recognition (OCR).
# Variables:
#   $mebibytes (Number) - the limit
document-unpacks = It unpacks to more than { $mebibytes } MiB, which no book does, and was not opened.
document-damaged = This document is damaged, or not of the format that its name says. Download it or save it again.
# Variables:
#   $secs (Number) - the limit in seconds
document-too-slow = Reading it took more than { $secs } seconds, and was stopped.

notice-only-the-beginning = This is only the beginning of the article: the rest is for subscribers.
notice-parts-missing = This article goes on on further pages, which could not all be fetched.
notice-end-left-out = This page is longer than any article; its end was left out.
notice-recordings-missing = Some of what this book’s narrator recorded is missing or cannot be played; the voice reads that.

## Voices that do not speak. Each is a whole sentence.

# $failed (String) - the voice that fails
# $why (String) - a whole sentence that says why
# $speaks (String) - the voice that reads on
voice-replaced = { $failed } does not speak now; { $speaks } reads on. { $why }
# $why (String) - a whole sentence that says why
sentence-skipped = One sentence could not be spoken and was left out. { $why }

# $voice (String) - a voice's name
voice-unknown = No voice is named “{ $voice }”; `tingxinwen voices` lists them.
# $voice (String) - a voice's name
voice-not-fetched = The voice “{ $voice }” is not installed: run `tingxinwen voices install { $voice }`.
# $voice (String) - a voice's name
# $why (String) - one of the damages below
voice-damaged = The files of the voice “{ $voice }” are damaged ({ $why }): run `tingxinwen voices install { $voice }` to repair them.
# $service (String) - the service's name in the settings
# $why (String) - one of the settings below
service-setting = “{ $service }” is not set up: { $why }.
# $said (String) - what a library said
voice-not-ready = The voice is not ready: “{ $said }”.

# $path (String) - a file
# $why (String) - one of the causes below
damage-unreadable = “{ $path }”: { $why }
# $path (String) - a file
damage-altered = “{ $path }” is not what it should be
# $said (String) - what a library said
damage-other = “{ $said }”

setting-no-key = its key is missing
setting-bad-key = its key holds characters that no key has
setting-no-region = its region is missing, such as “eastasia”
# $voice (String) - what was given as the voice's name
setting-bad-voice = it has no voice named “{ $voice }”
# $address (String) - what was given
setting-bad-address = “{ $address }” is not the address of a service
# $address (String) - what was given
setting-not-encrypted = “{ $address }” would send text and key without encryption; allow that in the settings, or use https
# $format (String) - the name of a sound format
setting-bad-format = it cannot send the format “{ $format }”
setting-moved = it moved to another address
# $program (String) - a program's name
# $why (String) - one of the causes below
setting-not-started = “{ $program }” cannot be started: { $why }
# $said (String) - what a library said
setting-other = “{ $said }”

# $service (String) - the service's name in the settings
# $why (String) - one of the causes below
service-unreachable = “{ $service }” cannot be reached: { $why }.
# $service (String) - the service's name in the settings
# $secs (Number) - seconds
service-silent = “{ $service }” sent nothing for { $secs ->
    [one] one second
   *[other] { $secs } seconds
}.
# $service (String) - the service's name in the settings
# $why (String) - one of the causes below
service-broke-off = “{ $service }” stopped in the middle: { $why }.
# $service (String) - the service's name in the settings
# $status (Number) - the HTTP status
service-answered = “{ $service }” answered with error { NUMBER($status, useGrouping: "false") }.
# $service (String) - the service's name in the settings
# $status (Number) - the HTTP status
# $said (String) - what the server said
service-answered-saying = “{ $service }” answered with error { NUMBER($status, useGrouping: "false") }: “{ $said }”.
# $service (String) - the service's name in the settings
# $status (Number) - the HTTP status
service-refused = “{ $service }” refused ({ NUMBER($status, useGrouping: "false") }). Check its key and what is left of its quota.
# $service (String) - the service's name in the settings
# $status (Number) - the HTTP status
# $said (String) - what the server said
service-refused-saying = “{ $service }” refused ({ NUMBER($status, useGrouping: "false") }): “{ $said }”. Check its key and what is left of its quota.
# $service (String) - the service's name in the settings
service-cancelled = “{ $service }” is not waited for any more.
# $said (String) - what a library said
service-other = The speech service does not answer: “{ $said }”.

speech-no-text = There is nothing in it that can be said.
# $service (String) - the service's name in the settings
# $why (String) - one of the faults below
speech-not-sound = “{ $service }” sent no usable sound: { $why }.
speech-panicked = The program failed while it spoke.
# $why (String) - one of the causes below
speech-system = The system does not let it speak: { $why }.
# $said (String) - what a library said
speech-other = The voice failed: “{ $said }”.

sound-empty = the answer is empty
# $kind (String) - a media type
sound-not-audio = it is something else (“{ $kind }”)
# $said (String) - what the decoder said
sound-unreadable = it cannot be read (“{ $said }”)
sound-endless = it does not end
sound-silence = it is silence
# $secs (String) - seconds, as 0.3
sound-too-short = { $secs } seconds are too short for the text
# $hertz (Number) - a sample rate
sound-rate = its sample rate is { NUMBER($hertz, useGrouping: "false") } Hz
sound-times = its word times are out of order
# $program (String) - a program's name
sound-program-failed = “{ $program }” failed

## Causes that stand within other sentences: the network, files, the system.

cause-unknown-host = no server has this name
cause-connection-refused = connection refused
cause-no-network = no network
cause-connection-closed = the connection was cut
cause-timed-out = it took too long
cause-not-secure = no secure connection
cause-garbled = it is damaged and cannot be unpacked
cause-not-found = not found
cause-no-folder = the folder is not there
cause-no-permission = no permission
cause-disk-full = the disk is full
cause-read-only = the disk is read-only
cause-is-folder = it is a folder
cause-not-folder = it is not a folder
cause-exists = it exists already
cause-in-use = it is in use
cause-file-too-large = the file is too large
cause-bad-data = its content is damaged
cause-no-memory = out of memory
cause-unsupported = not supported here
cause-interrupted = it was interrupted
cause-system = a fault of the system
# $said (String) - what the system or a library said
cause-said = “{ $said }”

## Readings that the listener gives to words.

# $line (Number) - counted from 1
# $why (String) - one of the faults below
lexicon-line = line { NUMBER($line, useGrouping: "false") }: { $why }
# $word (String) - a word
lexicon-no-reading = “{ $word }” has no reading behind it
lexicon-no-word = There is no word before the reading
# $part (String) - a part of a reading
lexicon-bad-syllable = “{ $part }” is no syllable of Mandarin
# $letters (Number) - characters of the word
# $syllables (Number) - syllables of the reading
lexicon-count = { $letters ->
    [one] one character
   *[other] { $letters } characters
}, but { $syllables ->
    [one] one syllable
   *[other] { $syllables } syllables
}
# $text (String) - what is to be read instead
lexicon-nothing-said = nothing of “{ $text }” can be said
# $text (String) - what is to be read instead
lexicon-too-mixed = “{ $text }” changes its language too often for so short a word
lexicon-not-text = not in UTF-8

## Sound for listening without the network.

# $megabytes (Number) - Room for sound.
offline-full = The settings leave { $megabytes } MB for sound, which is not enough.
offline-no-room = The settings leave no room for kept sound.
offline-stopped = Cancelled
# $path (String) - a folder
# $why (String) - one of the causes above
offline-disk = Sound cannot be kept in “{ $path }”: { $why }.
# $said (String) - what the codec said
offline-codec = Sound cannot be compressed: “{ $said }”.

## Installing voices.

# $said (String) - what a library said
install-catalog = The catalogue of voices is damaged: “{ $said }”.
install-stopped = The installation stopped by a fault of the program.
# $file (String) - a file of a voice
# $megabytes (String) - its size
# $tried (String) - a line for each source that was tried
# $path (String) - where the file belongs
# $sum (String) - its SHA-256
install-no-source =
    “{ $file }” ({ $megabytes } MB) could not be fetched.
    { $tried }
    Check the network and run the command again: it goes on where it stopped. Or put the file at “{ $path }” (SHA-256 { $sum }).
# $path (String) - a file
# $why (String) - one of the causes above
install-file = “{ $path }”: { $why }
# $path (String) - a file
install-disk-full = “{ $path }”: the disk is full; the voices need 450 MB. Make room, or set TINGXINWEN_DATA to a folder elsewhere
# $path (String) - a file
install-no-permission = “{ $path }” may not be written. Set TINGXINWEN_DATA to a folder that can be
# $package (String) - a Debian package
source-no-client = not installed here (`apt-get install { $package }` would)
# $said (String) - the end of what a package client said
source-client-failed = failed: “{ $said }”
# $secs (Number) - seconds
source-timed-out = stopped after { $secs } s
# $status (Number) - the HTTP status
source-status = the server answered { NUMBER($status, useGrouping: "false") }
source-too-long = it gave a longer file than expected
source-checksum = it gave another file than expected
# $said (String) - what a library said
source-archive = the archive cannot be read: “{ $said }”
# $name (String) - a file in the archive
source-no-member = the archive has no “{ $name }”

## Saving, and the command line.

no-settings-folder = This system has no folder for settings, so nothing can be kept.
no-data-folder = This system names no folder for data: set TINGXINWEN_DATA to one.
# $why (String) - one of the causes above
not-saved = Not saved: { $why }.
# $path (String) - a file
# $why (String) - one of the causes above
cannot-read = Cannot read “{ $path }”: { $why }.
# $path (String) - a file
# $why (String) - one of the causes above
cannot-write = Cannot write “{ $path }”: { $why }.
no-voice-for-language = No voice reads this language.
# $service (String) - the name that was given
# $known (String) - the names that there are
unknown-service = No service is named “{ $service }”; the settings have: “{ $known }”.
# $service (String) - the service's name in the settings
unlisted-voices = “{ $service }” does not say which voices it has.
# $word (String) - a word
unknown-word = The lexicon has no “{ $word }”.
# $path (String) - a file
# $lines (String) - a line for each line of the file
passed-over =
    These lines of “{ $path }” were passed over:
    { $lines }
nothing-is-read = Nothing in it is read aloud.
# $why (String) - one of the causes above
terminal-failed = The terminal failed: { $why }.
# $said (String) - what a library said
failed-otherwise = Something went wrong: “{ $said }”.
# $why (String) - one of the causes above
failed-because = Something went wrong: { $why }.
