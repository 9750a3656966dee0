### 文章頁：各類內容、為什麼讀或不讀，以及詞的讀音。

## 「朗讀內容」選單

blocks-menu = 朗讀內容
play-recordings = 播放書裡的錄音
tables-not-read = 不讀
tables-by-row = 逐列讀
tables-first-row = 只讀第一列
blocks-how-to =
    點淡色的段落，就會讀它；
    按住 Ctrl 點要讀的段落，就不讀它

kind-title = 標題
kind-byline = 記者署名
kind-date = 日期
kind-heading = 小標題
kind-paragraph = 內文
kind-list-item = 清單
kind-quote = 引文
kind-table-row = 表格
kind-caption = 圖片說明
kind-credit = 圖片來源
kind-code = 程式碼
kind-embed = 嵌入的貼文
kind-tags = 標籤
kind-related = 延伸閱讀
kind-note = 註解
kind-furniture = 網頁其他內容

folded = 網頁其他內容 { $count } 段，不朗讀

## 為什麼不讀

silent-by-kind = 依「{ blocks-menu }」的選擇，不讀{ $kind }。點一下就會讀。
silent-because = { $why }。點一下就會讀。

reason-kind = 這不是文章的內容
reason-article = 這是文章的內容
reason-data = 只寫在網頁的資料裡
reason-repeated = 前面已經有了
reason-words = 這是網頁的套語，不是文章
reason-menu = 這在選單裡
reason-footer = 這在頁尾
reason-form = 這是表單或按鈕
reason-promotion = 這是廣告、分享或訂閱
reason-comments = 這是讀者留言
reason-other-articles = 這是其他文章
reason-beside = 這在文章旁邊
reason-before = 文章還沒開始
reason-after = 文章已經結束
reason-site = 依這個網站的規則，這不是文章
reason-doubtful = 這不太像文章的內容
reason-listener = 你選擇不讀

## 讀音

pronunciation-menu = 讀音
zhuyin = 顯示注音
readings-taiwan = 台灣讀音
readings-mainland = 大陸讀音
pronunciation-how-to = 在字詞上按右鍵，可改正讀音
word-title = 讀音
word = 詞
word-present = 現在讀作
word-new = 改讀作
word-hint = 注音、拼音，或 =別的字
word-hear = 試聽
word-keep = 記住
word-forget = 恢復原來的讀音

## 外觀

looks-menu = 外觀
theme-system = 跟系統一樣
theme-light = 紙白
theme-dark = 深色
theme-sepia = 米黃
theme-contrast = 高對比
looks-face = 字體
face-sans = 黑體
face-serif = 明體
face-kai = 楷體
face-missing = 這台電腦沒有這種字體，先用黑體。裝好「{ $font }」再選一次。
looks-text-size = 文字大小
looks-column = 一行幾個字
looks-lines = 行距
looks-pictures = 圖片
picture-failed = 圖片沒有載入
lines-tight = 密
lines-normal = 中
lines-loose = 疏

## 在文章裡找

action-find = 在文章裡找
find-hint = 在文章裡找
find-count = { $at } / { $count }
find-previous = 上一個
find-next = 下一個
find-read-here = 從這裡唸
action-mark = 標記這一句
action-note = 替這句加註記
note = 註記
action-footnotes = 看正在唸的段落的註釋
footnotes = 註釋
footnotes-hear = 唸出來
footnotes-none = 這裡沒有註釋。

## 選取和連結

copy = 複製
correct-reading = 改正讀音
open-in-browser = 在瀏覽器開啟
