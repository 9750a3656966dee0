### 書庫、接著聽：視窗與命令列。

## 書庫與接著聽

library-file = 書庫的檔案不能用：{ $why }。
library-damaged = 這個檔案不是書庫，或已損壞（「{ $said }」）。
library-newer = 書庫是較新版的聽新聞存的，請先更新程式。
library-busy = 另一個程式正在用書庫，請稍後再試。
library-refused = 書庫沒有存好（「{ $said }」）。
library-closed = 書庫已經關閉。
remote-no-queue = 開著的程式沒有接著聽的清單。
library-imported = 新加 { $added } 篇，{ $known } 篇原本就有
queue-kept = 已排進接著聽，共 { $count } 篇；下次開啟時接著唸
heard-none = 還沒聽
heard-part = 聽到 { $percent }%
heard-all = 聽完

library = 書庫
library-search = 搜尋書庫
library-empty = 書庫還沒有文章
library-nothing = 沒有「{ $words }」
filter-all = 全部
filter-unheard = 還沒聽
filter-begun = 聽到一半
filter-heard = 聽完
filter-count = { $label } { $count }
library-removed = 已移除「{ $title }」
queue = 接著聽
queue-empty = 接著聽還沒有文章
queue-empty-hint = 從書庫或文章裡的連結加入，或拖放幾個檔案
queue-state = { $count } 篇，{ $time }
queue-add = 加到接著聽
queue-remove = 移除
queue-clear = 全部移除
queue-play = 現在聽
queue-retry = 再試一次
queue-loading = 開啟中…
queue-waiting = 等候中
undo = 復原
action-library = 書庫
action-queue = 接著聽
action-next-article = 下一篇
action-reload = 重新讀取這一頁
unknown-article = 書庫裡沒有「{ $article }」。請用 `tingxinwen library` 查看。
only-wav = 只能寫成 WAV 檔，請把「{ $path }」改成 .wav 結尾。
library-found = 「{ $words }」有 { $count } 篇
library-listen = 聽
library-more = 更多
sort-menu = 排序
sort-recent = 最近聽的
sort-published = 最新的
sort-title = 標題
sort-length = 短的先
tags = 標籤
tag-new = 新的標籤
tags-hint = 打好按 Enter
action-focus = 專注
back-to-library = 回書庫
