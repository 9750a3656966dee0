### 動作：用按鍵、選單或「找動作」可以做的事。

group-playback = 聆聽
group-sound = 聲音
group-page = 文章頁
group-program = 程式

action-play-pause = 播放、暫停
action-play = 播放
action-pause = 暫停
action-previous-sentence = 上一句
action-next-sentence = 下一句
action-previous-paragraph = 上一段
action-next-paragraph = 下一段
action-previous-chapter = 上一章
action-next-chapter = 下一章
action-contents = 目錄
action-back-ten-seconds = 後退 10 秒
action-forward-ten-seconds = 前進 10 秒
action-slower = 慢一點
action-faster = 快一點
action-normal-speed = 正常速度
action-mute = 靜音、取消靜音
action-softer = 小聲一點
action-louder = 大聲一點
action-follow = 回到朗讀處
action-scroll-up = 向上捲動
action-scroll-down = 向下捲動
action-page-up = 上一頁
action-page-down = 下一頁
action-to-top = 到頁首
action-to-bottom = 到頁尾
action-pronounce = 改正正在唸的詞的讀音
action-leave-out = 略過正在唸的段落
action-bring-back = 找回略過的段落
action-zhuyin = 顯示或隱藏注音
action-larger-text = 放大文字
action-smaller-text = 縮小文字
action-normal-text = 文字恢復原來大小
action-open = 加入文章
action-open-file = 開啟檔案
action-paste = 朗讀複製的文章或網址
action-feeds = 訂閱
action-todays-news = 聽今日新聞
action-queue-headline = 把這則排進接著聽
action-queue-headlines = 把列出的新聞都排進接著聽
action-read-selection = 朗讀選取的文字或網址
action-settings = 設定
action-palette = 找動作
action-keys = 按鍵說明
action-quit = 結束

## 用滑鼠

gesture-word = 點一個詞
    .does = 從那裡開始聽
gesture-correct = 在詞上按右鍵
    .does = 改正它的讀音
gesture-read = 點淡色的段落
    .does = 改為朗讀
gesture-silence = Ctrl + 點段落
    .does = 改為不讀
gesture-drop = 把檔案拖到視窗
    .does = 開啟它

## 按鍵

key-space = 空白鍵
either-key = { $keys } 或 { $key }
keys-unknown-action = 設定檔裡給了「{ $action }」按鍵，但沒有這個動作。
keys-unreadable = 給「{ $action }」的「{ $chord }」不是按鍵。按鍵寫成「Ctrl+Shift+P」這樣。
keys-taken = { $chord } 已是「{ $by }」，「{ $from }」就不能用它。
keys-hint = 按鍵可以在設定檔裡改。

## 找動作

palette-hint = 想做什麼？
palette-nothing = 沒有這個動作
menu = 選單
