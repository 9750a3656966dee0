### 命令列，以及沒有視窗時的終端機。

no-display = 沒有顯示器，改在終端機朗讀。
no-window = 無法開啟視窗（「{ $said }」）。可以改用 `tingxinwen read` 在終端機朗讀。
nothing-copied = 沒有選取或複製文字。
nothing-given = 要讀什麼？請給網址、檔案、文字，或用 - 表示標準輸入。

## `voices`、`voices install`

state-installed = 已安裝
state-ready = 可用
gender-female = 女聲
gender-male = 男聲
install-waiting = 另一個安裝還在進行，等它完成
install-done = { $file }：已安裝
install-source-failed = { $source }：{ $why }

## `doctor`

doctor-display = 顯示器
doctor-sound = 音效裝置
doctor-fonts = 字型
doctor-voices = 聲音
doctor-speed = 合成速度
doctor-desktop = 桌面
doctor-no-display = 沒有，仍可用 `tingxinwen read` 朗讀
doctor-no-sound = 沒有
doctor-fonts-whole = 內建的「Noto Sans TC」
doctor-voices-some = { $all } 個中已安裝 { $installed } 個
doctor-voices-none = { $all } 個都還沒安裝，請執行 `tingxinwen voices install`
doctor-speed-is = 一秒的聲音要算 { $work } 秒（{ $voice }，載入 { $loading } 秒）

## `lexicon`、`keep`

lexicon-imported = { $path } 加入了 { $count } 個詞

## `export`、`keep`

export-spoken-by = 「{ $text }」由「{ $voice }」代讀。
export-left-out = 「{ $text }」略過了。{ $why }

## `play`、`pause`、`seek`……、`status`、`open`：交給執行中的視窗

remote-not-running = 聽新聞沒有在執行。請先執行 `tingxinwen` 或 `tingxinwen read 文章`。
remote-no-answer = 聽新聞正在執行，但是沒有回應。
remote-bad-answer = 執行中的聽新聞是另一個版本，請關閉後重新開啟。
remote-nothing-open = 沒有開啟文章。
remote-too-long = 太長了，無法交給視窗（超過 { $mib } MiB）。請存成檔案，再開啟檔案。
remote-unreadable = 執行中的聽新聞不認得這個指令，請關閉後重新開啟。
remote-no-connection = 連不上執行中的聽新聞：{ $why }。
status-title = 標題：{ $title }
status-site = 網站：{ $site }
status-source = 來源：{ $source }
status-state = 狀態：{ $state }
status-time = 時間：{ $at } / { $all }
status-speed = 速度：{ $speed }×
status-volume = 音量：{ $percent }%
status-muted = 音量：靜音（{ $percent }%）
status-voice = 聲音：{ $voice }
status-place = 位置：「{ $document }」第 { $byte } 位元組
status-opening = 正在開啟另一篇文章…
state-empty = 沒有文章
state-paused = 已暫停
state-buffering = 緩衝中
state-playing = 播放中
state-finished = 已讀完
not-printed = 輸出寫不進去：{ $why }
