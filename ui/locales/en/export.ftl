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
# $template (String) - what was asked for
unknown-template = “{ $template }” names nothing. There are: {"{date}"}, {"{site}"}, {"{title}"}, {"{number}"}
# $needed (Number) - megabytes
# $free (Number) - megabytes
no-room-to-export = The disk has too little room: about { $needed } MB are needed, and { $free } MB are free.
