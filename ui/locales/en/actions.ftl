### The action list: what can be done by a key, a menu or the palette.

group-playback = Listening
group-sound = Sound
group-page = Page
group-program = Program

action-play-pause = Play, pause
action-play = Play
action-pause = Pause
action-previous-sentence = Previous sentence
action-next-sentence = Next sentence
action-previous-paragraph = Previous paragraph
action-next-paragraph = Next paragraph
action-previous-chapter = Previous chapter
action-next-chapter = Next chapter
action-contents = Contents
action-back-ten-seconds = Back 10 seconds
action-forward-ten-seconds = Forward 10 seconds
action-slower = Slower
action-faster = Faster
action-normal-speed = Normal speed
action-mute = Mute, unmute
action-softer = Softer
action-louder = Louder
action-follow = Back to the voice
action-scroll-up = Scroll up
action-scroll-down = Scroll down
action-page-up = Page up
action-page-down = Page down
action-to-top = To the beginning of the page
action-to-bottom = To the end of the page
action-pronounce = Correct the pronunciation of the word heard
action-leave-out = Leave out the paragraph heard
action-bring-back = Bring back what was left out
action-zhuyin = Show or hide Zhuyin
action-larger-text = Larger text
action-smaller-text = Smaller text
action-normal-text = Normal text size
action-open = Add article
action-open-file = Open a file
action-paste = Read what was copied
action-feeds = Subscriptions
action-todays-news = Play today's news
action-queue-headline = Add this headline to the queue
action-queue-headlines = Add all listed headlines to the queue
action-read-selection = Read what is selected
action-settings = Settings
action-palette = Find an action
action-keys = All keys
action-quit = Quit

## What is done with the mouse.

gesture-word = Click a word
    .does = Listen from there
gesture-correct = Right-click a word
    .does = Correct its pronunciation
gesture-read = Click a faint paragraph
    .does = Have it read
gesture-silence = Ctrl + click a paragraph
    .does = Leave it out
gesture-drop = Drop a file on the window
    .does = Open it

## Keys.

key-space = Space
# $keys (String) - keys that do the same
# $key (String) - one more
either-key = { $keys } or { $key }
# $action (String) - what the settings file says
keys-unknown-action = The settings give keys to “{ $action }”, which is no action.
# $chord (String) - what the settings file says
# $action (String) - what it was meant for
keys-unreadable = “{ $chord }” for “{ $action }” is not a key. Keys are written as Ctrl+Shift+P.
# $chord (String) - a key
# $by (String) - the action that has it
# $from (String) - the action that does not get it
keys-taken = { $chord } does “{ $by }”, so “{ $from }” does not get it.
keys-hint = Keys can be changed in the settings file.

## The palette.

palette-hint = What do you want to do?
palette-nothing = No such action
menu = Menu
