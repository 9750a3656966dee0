### 視窗：下方的控制列、小視窗，以及播放器的狀態。

language-name = 繁體中文（台灣）

app-name = 聽新聞
play = 播放
pause = 暫停
speed = 速度
voice = 聲音
volume = 音量
mute = 靜音
unmute = 取消靜音
open = 開啟

close = 關閉
choose-file = 選擇檔案…
address-or-text = 貼上網址、檔案路徑，或整篇文章
empty-hint = 貼上文章或網址（Ctrl+V）、拖放檔案，或按 Ctrl+O 選擇檔案

opening = 開啟中…
finished = 已讀完
no-sound = 沒有音效裝置，只顯示朗讀進度
too-slow = 這個聲音在這台電腦上來不及合成，會不時停下來等
system-voice = 改用系統語音
mandarin = 中文
english = 英文

position = 播放位置 { $now } / { $total }
speed-is = 速度 { $speed }×
voice-is = 聲音 { $name }
about-time = 約 { $time }
buffering = 緩衝中…
buffering-for = 緩衝中 { $secs } 秒
with-keys = { $label }（{ $keys }）

## 睡眠定時

sleep-menu = 睡眠定時
sleep-off = 不定時
sleep-minutes = { $minutes } 分鐘
sleep-end-of-article = 這篇聽完

## 播放器與側邊欄

step-sentence = 句
step-paragraph = 段
now-playing = 正在聽
now-playing-is = 正在聽「{ $title }」
narrated-by = { $name }朗讀
whole-time = 共 { $time }
player-more = 聲音和音量
sleep-left = 還有 { $time }
sleep-short = { $minutes } 分
sleep-end-short = 這篇聽完
sidebar-fold = 收起或展開側邊欄
sidebar-show = 顯示側邊欄
sources = 來源
focus-leave = 離開專注
more-of = { $what }：多一點
less-of = { $what }：少一點
mini-close = 關閉迷你播放器
mini-whole = 回到視窗
install-offer = 內建聲音還沒安裝，先由這台電腦的語音唸。
install-voices = 安裝
install-starting = 準備下載內建聲音…
install-received = 下載內建聲音，{ $done } / { $total } MB
contents-left = 這一章之後還有 { $time }
password = 密碼
password-prompt = 「{ $name }」的密碼：
