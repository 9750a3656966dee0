### 瀏覽器的按鈕。

browser-installed = { $browser }：已登記
browser-absent = { $browser }：沒有登記
browser-removed = { $browser }：已取消
browser-load = 擴充功能在「{ $folder }」。Chromium、Chrome、Edge、Brave：開啟 chrome://extensions，打開開發人員模式，按「載入未封裝項目」選這個資料夾。Firefox：開啟 about:debugging，按「載入暫用附加元件」選裡面的 manifest.json。
browser-bookmarklet = 其他瀏覽器可以把這一行存成書籤：{ $line }
not-our-address = 「{ $address }」不是聽新聞能開的網址。
not-our-button = 這個指令是給瀏覽器按鈕用的。
no-browser-folder = 這個系統還不能登記瀏覽器的按鈕。
host-too-large = 這一頁太大了（超過 { $mib } MiB）。
host-unreadable = 看不懂瀏覽器送來的內容，請重新安裝擴充功能。
