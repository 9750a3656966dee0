# 帶著走：聲音檔、字幕。

unknown-sound = 「{ $path }」的結尾不是聲音格式。可以用：{ $known }
unknown-subtitles = 「{ $path }」的結尾不是字幕格式。可以用：{ $known }
no-picture = 「{ $path }」不是 JPEG 或 PNG，不能當封面。
sound-not-written = 聲音寫不進檔案：{ $why }。
sound-too-long = 太長了，這個格式放不下。請換一種格式，或每章一檔。
unknown-template = 「{ $template }」沒有可以填的欄位。可以用：{"{date}"}、{"{site}"}、{"{title}"}、{"{number}"}
no-room-to-export = 磁碟空間不夠：大約要 { $needed } MB，只剩 { $free } MB。
