### 訂閱：命令列與視窗。

feeds = 訂閱
feeds-none = 還沒有訂閱。`tingxinwen feeds add 網址` 訂閱一個網站，`tingxinwen feeds sites` 列出可以訂閱的。
feed-added = 已訂閱「{ $title }」，共 { $count } 篇
feed-removed = 已取消訂閱「{ $title }」
feeds-imported = 新加 { $added } 個訂閱，{ $known } 個原本就有
feeds-title = 聽新聞的訂閱
feed-new = { $count } 篇新的
feed-updated = 新到 { $count } 篇
feed-unchanged = 沒有新的
feed-waiting = 網站要求晚一點再問
unknown-feed = 沒有叫做「{ $name }」的訂閱，`tingxinwen feeds` 會列出有哪些。
several-feeds = 有好幾個訂閱的名稱裡有「{ $name }」，請打完整的名稱或網址。
feed-not-read = 「{ $address }」：{ $why }
not-opml = 「{ $path }」不是訂閱清單（OPML）。
nothing-new = 沒有新的文章。

feed-bad-address = 這不是網址，請檢查有沒有打錯。
feed-unreachable = 連不上「{ $host }」，請檢查網路和網址。
feed-timed-out = 「{ $host }」太久沒有回應，稍後再試。
feed-not-found = 網站上沒有這個訂閱，請檢查網址。
feed-gone = 網站已經停止這個訂閱；舊的文章還在。
feed-asked-to-wait = 網站請我們 { $minutes } 分鐘後再問。
feed-status = 網站回覆錯誤 { $status }，稍後再試。
feed-too-large = 超過 { $mib } MiB，太大了。
feed-redirects = 網址一直轉來轉去，或轉到不該去的地方。
feed-web-page = 這是一般網頁，不是訂閱。
feed-not-a-feed = 讀不懂，可能壞了；舊的文章還在。
feed-none-found = 這個網站找不到可以訂閱的內容，請試試它的 RSS 網址。
feed-internal = 程式出錯了，請再試一次。

feeds-refresh = 看看有沒有新的
feeds-search = 搜尋標題
feeds-nothing = 沒有文章
feeds-empty = 還沒有訂閱
feeds-empty-hint = 貼上網站的網址，或從下面選幾個開始。選了才會去抓。
feeds-queue-all = 全部排進接著聽（{ $count }）
feed-add = 訂閱
feed-address = 網站或 RSS 的網址
feed-in-today = 放進今日新聞
feed-remove = 取消訂閱
feed-subscribed = 已訂閱「{ $title }」
feed-queued = 已排進 { $count } 篇
todays-news = 今日新聞：{ $count } 篇，約 { $minutes } 分鐘
feeds-suggested = 可以訂閱的網站
