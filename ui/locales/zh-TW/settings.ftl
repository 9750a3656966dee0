### 設定視窗：聲音和順序、語音服務、留下的聲音。

settings = 設定
voices = 聲音
voices-hint = 由上而下：前一個不能用時，由下一個接著讀
voice-try = 試聽
voice-up = 上移
voice-down = 下移
voice-remove = 移除
voices-more = 其他聲音
voice-add-named = 加入{ $name }
voice-female = 女聲
voice-male = 男聲
voice-of-system = 這台電腦
voice-needs-nothing = 不需要網路
voice-needs-network = 需要網路
voice-other = 其他聲音（服務:名稱）
add = 加入
save = 儲存

trial-waiting = 等候聲音…
trial-heard = { $millis } 毫秒後出聲

services = 語音服務
services-align = 服務不提供每個詞的時間時，用內建聲音比對出來
services-align-hint = 標示更準；聲音照常先出來，比對在之後進行，會用到內建聲音的記憶體
service-address = 網址
service-region = 區域
service-model = 模型
service-key = 金鑰
service-key-is-set = 已設定
service-text = 送出的文字
service-text-spoken = 數字和符號先寫成唸法
service-text-written = 照原文，由服務決定唸法
service-captions = 伺服器提供每個詞的時間（Kokoro-FastAPI）
service-list-voices = 列出它的聲音
service-add-voice = 加入它的聲音…（{ $count }）
service-no-list = 這個服務沒有說它有哪些聲音
service-plain = 這個網址沒有加密，文章和金鑰可能被看見。仍要使用
service-new = 新伺服器的名稱

kept = 聽過的聲音
kept-limit = 最多保留（GB）
kept-clear = 清除
kept-now = 已保留 { $megabytes } MB
ahead = 預先準備（秒）：少一點，跳著聽時不會為沒聽的句子付費

## 離線收聽

offline = 離線收聽
offline-making = 準備離線收聽 { $percent }%
offline-stop = 取消
offline-ready = 已可離線收聽
offline-failed = 沒有存好

## 語言

words-language = 程式的語言
locale-system = 跟系統一樣

## 設定檔

settings-bad-value = 設定檔裡「{ $key }」的值「{ $value }」看不懂，先照程式原來的；檔案裡的字留著。
settings-no-toml = 設定檔第 { $line } 行寫錯了，整個檔案先不採用；檔案原樣留著，改好就生效。
settings-set-aside = 看不懂的設定檔已改名為「{ $path }」，另外寫了新的。
settings-not-saved = 設定存不進檔案：{ $why }。這次先照新的設定，關掉程式就沒了。

## 設定的各部分

back = 返回
settings-search = 找設定
storage = 儲存空間
about = 關於
embedded = 內建
ahead-menu = 預先準備
services-hint = 金鑰存在系統鑰匙圈，只送往它自己的服務。文章只會送到正在用的那一個。
service-add = 加入伺服器
service-kind = { $kind ->
    [openai] 相容 OpenAI 的伺服器
    [azure] 微軟語音，付費，每月有免費額度
    [elevenlabs] 付費，每月有免費額度
    [google] 付費，每月有免費額度
    [edge] 免費，非官方，可能隨時不能用
   *[system] 這台電腦的語音
}
keys-how-to = 點一列就能改。游標在輸入框裡時，這些按鍵都不作用。
keys-press = 按下新的按鍵…
keys-press-how = Esc 取消，Delete 清除
keys-default = 恢復原來的按鍵
keys-taken-from = 「{ $action }」不再用這個按鍵
about-version = 聽新聞 { $version }
about-licences = 其中一切的授權全文
about-licence = 以 MIT 授權發布。內建聲音出自「Kokoro」，字型出自「Noto Sans TC」，圖示出自「Phosphor」。
about-files = 你的檔案
about-report = 回報問題
about-report-how = 在終端機執行 `tingxinwen doctor --report`，把印出來的內容附上。裡面沒有文章內容，也沒有金鑰。
global-keys = 在別的視窗裡也有用
global-keys-wayland = Wayland 桌面由系統管理這種按鍵：請在桌面設定的快捷鍵裡填入指令 tingxinwen toggle。
global-keys-taken = { $chord } 已被別的程式占用。
keys-section = 按鍵

## 播放

playback-section = 播放
speed-scope = 選的速度記給
speed-for-all = 全部
speed-for-language = 那個語言
speed-for-voice = 那個聲音
pause-between = 兩篇之間停頓
seconds = { $secs } 秒
chime = 兩篇之間響一聲
short-pauses = 縮短停頓
pause-for-others = 別的程式出聲時先暫停
notices = 換到下一篇時在桌面上通知
