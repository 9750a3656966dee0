### The settings window: voices and their order, speech services, kept sound.

settings = Settings
voices = Voices
voices-hint = From top to bottom: where one does not speak, the next reads on
voice-try = Try
voice-up = Up
voice-down = Down
voice-remove = Remove
voices-more = More voices
# $name (String) - the name of a voice
voice-add-named = Add { $name }
voice-female = Female
voice-male = Male
voice-of-system = This computer
voice-needs-nothing = No network needed
voice-needs-network = Needs the network
voice-other = Another voice (service:name)
add = Add
save = Save

trial-waiting = Waiting for sound…
# $millis (Number) - milliseconds until the first sound
trial-heard = first sound after { $millis } ms

services = Speech services
services-align = Find word times with the embedded voice where a service gives none
services-align-hint = The highlight is closer; sound comes as soon as before, but the embedded voice takes its memory
service-address = Address
service-region = Region
service-model = Model
service-key = Key
service-key-is-set = is set
service-text = Text sent
service-text-spoken = With numbers and signs spelled out
service-text-written = As written: the service decides how to say it
service-captions = The server tells when each word is heard (Kokoro-FastAPI)
service-list-voices = List its voices
# $count (Number) - how many voices the service has
service-add-voice = Add one of its voices… ({ $count })
service-no-list = This service does not say which voices it has
service-plain = This address is not encrypted: others may see articles and key. Use it all the same
service-new = Name of a new server

kept = What was heard
kept-limit = Keep at most (GB)
kept-clear = Clear
# $megabytes (Number) - the size of all kept sound
kept-now = { $megabytes } MB kept
ahead = Make ahead (seconds): less costs less where sentences are skipped

## The button that makes a whole article ready to be heard without the network.

offline = Keep offline
# $percent (Number) - how much of the article is ready
offline-making = Keeping { $percent }%
offline-stop = Cancel
offline-ready = Kept offline
offline-failed = Not kept

## Language

words-language = Language of the program
locale-system = The system’s language

## The settings file

# $key (String) - a setting
# $value (String) - what stands in the file
settings-bad-value = The settings file has “{ $value }” for “{ $key }”, which cannot be read: the program's own value holds, and the file stays as it is.
# $line (Number) - counted from 1
settings-no-toml = Line { $line } of the settings file is no TOML: none of it holds until it is mended, and the file stays as it is.
# $path (String) - a file
settings-set-aside = The settings file that could not be read is “{ $path }” now; a new one was written.
# $why (String) - one of the causes of errors
settings-not-saved = The settings cannot be written: { $why }. They hold until the program ends.

## The sections of the settings

back = Back
settings-search = Find a setting
storage = Storage
about = About
embedded = built in
ahead-menu = Made ahead
services-hint = Keys are in the system's keyring and go to their own service only. Articles go to the one in use.
service-add = Add a server
# $kind (String) - openai, azure, elevenlabs, google, edge or system
service-kind = { $kind ->
    [openai] A server that speaks as OpenAI's does
    [azure] Microsoft; paid, some of each month free
    [elevenlabs] Paid, some of each month free
    [google] Paid, some of each month free
    [edge] Free, unofficial, may end any day
   *[system] This computer's own speech
}
keys-how-to = Press a row to change it. None of these keys works while you type into a field.
keys-press = Press the new key…
keys-press-how = Esc cancels, Delete clears
keys-default = Back to the usual keys
# $action (String) - what an action does
keys-taken-from = “{ $action }” has lost this key
# $version (String) - as 0.1.0
about-version = Tingxinwen { $version }
about-licences = The licences of all that is in it
about-licence = Released under the MIT licence. The built-in voice is “Kokoro”, the font “Noto Sans TC”, the signs are “Phosphor”.
about-files = Your files
about-report = Reporting a fault
about-report-how = Run `tingxinwen doctor --report` in a terminal and add what it prints. It holds no text of articles and no keys.
global-keys = In every window of the desktop
global-keys-wayland = Wayland keeps such keys to itself: give `tingxinwen toggle` a shortcut in the settings of your desktop.
# $chord (String) - a key with those that are held
global-keys-taken = { $chord } belongs to another program.
keys-section = Keys

## Playing

playback-section = Playback
speed-scope = A speed you choose is kept for
speed-for-all = Everything
speed-for-language = Its language
speed-for-voice = Its voice
pause-between = Silence between articles
# $secs (Number) - Seconds, with a tenth.
seconds = { $secs } s
chime = Chime between articles
short-pauses = Shorten pauses
pause-for-others = Pause when another program plays
notices = Desktop notice when an article begins
