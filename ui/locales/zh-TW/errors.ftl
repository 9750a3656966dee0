### 出了什麼問題，可以怎麼辦。

## 開啟文章

open-bad-address = 「{ $address }」不是網址。網址以「http://」或「https://」開頭。
open-unreachable = 連不上「{ $host }」：{ $why }。請檢查網路和網址。
open-garbled = 「{ $host }」送來的內容解不開：壓縮壞了。請稍後再試，或在瀏覽器開啟後，貼上文章內容。
open-timed-out = 「{ $host }」太久沒有回應。請稍後再試，或直接貼上文章內容。
open-not-found = 「{ $host }」沒有這個網頁（404）。請檢查網址。
open-status = 「{ $host }」回報錯誤 { NUMBER($status, useGrouping: "false") }。請在瀏覽器開啟後，貼上文章內容。
open-redirects = 「{ $host }」一再轉址。請在瀏覽器開啟後，貼上文章內容。
open-too-large = 超過 { $mebibytes } MB，太大了。請貼上想聽的部分。
open-not-text = 這種檔案裡沒有可以讀的文字（「{ $kind }」）。可以讀網頁、電子書（EPUB、FB2）、PDF、文書檔（DOCX、ODT、RTF）、字幕、郵件、Markdown 和純文字。
open-recording = 這是錄音或影片，不是文字，請用影音播放程式開啟。
open-empty = 裡面沒有內容。
open-no-article = 這個網頁裡找不到文章。請在瀏覽器開啟後，貼上文章內容。
open-paywalled = 這篇文章只開放給訂戶。如果你有訂閱，請在瀏覽器開啟後，貼上文章內容。
open-internal = 程式讀這個網頁時出錯了。請在瀏覽器開啟後，貼上文章內容。
open-needs-script = 這個網頁要靠程式碼才會顯示文章，這裡不執行。請在瀏覽器開啟後，貼上文章內容。
open-file-error = 無法讀取「{ $path }」：{ $why }。請檢查路徑和權限。

document-protected = 這本書有數位版權保護（DRM），只有書店自己的閱讀程式能打開。
document-protected-by = 這本書有「{ $by }」的數位版權保護（DRM），只有它自己的閱讀程式能打開。
document-locked-by-office = 這份文件用文書程式加了密碼，請在那個程式裡存成沒有密碼的檔案。
document-needs-password = 這份文件要密碼才能打開。
document-wrong-password = 密碼不對。
document-scanned = 這份文件只有掃描的圖片，裡面沒有文字。請先用文字辨識（OCR）處理。
document-no-text-map = 這份文件沒有記下字形是哪些字，讀不出文字。請用原始檔案，或先用文字辨識（OCR）處理。
document-unpacks = 解開後超過 { $mebibytes } MB，不像一本書，沒有打開。
document-damaged = 這份文件損壞了，或不是它的副檔名所說的格式。請重新下載或另存一次。
document-too-slow = 讀了 { $secs } 秒還沒讀完，已經停止。

notice-only-the-beginning = 這裡只有文章的開頭，其餘只開放給訂戶。
notice-parts-missing = 這篇文章分成好幾頁，後面的沒有全部拿到。
notice-end-left-out = 這一頁比任何文章都長，最後的部分沒有讀進來。
notice-recordings-missing = 這本書的錄音有些找不到或不能播放，那些地方由語音朗讀。

## 聲音不能用。每一句都是完整的句子

voice-replaced = 「{ $failed }」暫時不能用，先由「{ $speaks }」接著讀。{ $why }
sentence-skipped = 有一句讀不出來，先跳過了。{ $why }

voice-unknown = 沒有叫做「{ $voice }」的聲音，`tingxinwen voices` 會列出有哪些。
voice-not-fetched = 聲音「{ $voice }」還沒安裝，請執行 `tingxinwen voices install { $voice }`。
voice-damaged = 聲音「{ $voice }」的檔案損壞（{ $why }），請執行 `tingxinwen voices install { $voice }` 修復。
service-setting = 「{ $service }」還沒設定好：{ $why }。
voice-not-ready = 聲音還不能用：「{ $said }」。

damage-unreadable = 「{ $path }」：{ $why }
damage-altered = 「{ $path }」的內容不對
damage-other = 「{ $said }」

setting-no-key = 沒有設定金鑰
setting-bad-key = 金鑰裡有不該有的字元
setting-no-region = 沒有設定區域，例如「eastasia」
setting-bad-voice = 它沒有叫做「{ $voice }」的聲音
setting-bad-address = 「{ $address }」不是服務的網址
setting-not-encrypted = 「{ $address }」會不加密就送出文字和金鑰；可以在設定裡允許，或改用 https
setting-bad-format = 它不提供「{ $format }」格式
setting-moved = 它搬到別的網址了
setting-not-started = 無法啟動「{ $program }」，{ $why }
setting-other = 「{ $said }」

service-unreachable = 連不上「{ $service }」：{ $why }。
service-silent = 「{ $service }」{ $secs } 秒沒有送來任何東西。
service-broke-off = 「{ $service }」中途斷了：{ $why }。
service-answered = 「{ $service }」回報錯誤 { NUMBER($status, useGrouping: "false") }。
service-answered-saying = 「{ $service }」回報錯誤 { NUMBER($status, useGrouping: "false") }：「{ $said }」。
service-refused = 「{ $service }」拒絕了（{ NUMBER($status, useGrouping: "false") }）。請檢查金鑰和剩餘的額度。
service-refused-saying = 「{ $service }」拒絕了（{ NUMBER($status, useGrouping: "false") }）：「{ $said }」。請檢查金鑰和剩餘的額度。
service-cancelled = 不再等「{ $service }」了。
service-other = 語音服務沒有回應：「{ $said }」。

speech-no-text = 裡面沒有可以唸的內容。
speech-not-sound = 「{ $service }」送來的聲音不能用：{ $why }。
speech-panicked = 程式在合成時出錯了。
speech-system = 系統沒有讓它發聲：{ $why }。
speech-other = 聲音出了問題：「{ $said }」。

sound-empty = 沒有內容
sound-not-audio = 那不是聲音（「{ $kind }」）
sound-unreadable = 無法解讀（「{ $said }」）
sound-endless = 沒完沒了
sound-silence = 裡面沒有聲音
sound-too-short = 只有 { $secs } 秒，比文字短太多
sound-rate = 取樣率是 { NUMBER($hertz, useGrouping: "false") } Hz
sound-times = 每個詞的時間順序不對
sound-program-failed = 「{ $program }」失敗了

## 放在其他句子裡的原因：網路、檔案、系統

cause-unknown-host = 找不到主機
cause-connection-refused = 連線被拒
cause-no-network = 沒有網路
cause-connection-closed = 連線中斷
cause-timed-out = 逾時
cause-not-secure = 無法建立安全連線
cause-garbled = 壓縮壞了，解不開
cause-not-found = 找不到檔案
cause-no-folder = 找不到資料夾
cause-no-permission = 沒有權限
cause-disk-full = 磁碟已滿
cause-read-only = 磁碟是唯讀的
cause-is-folder = 這是資料夾
cause-not-folder = 這不是資料夾
cause-exists = 已經存在
cause-in-use = 正在使用中
cause-file-too-large = 檔案太大
cause-bad-data = 內容損壞
cause-no-memory = 記憶體不足
cause-unsupported = 這裡不支援
cause-interrupted = 被中斷了
cause-system = 系統出錯
cause-said = 「{ $said }」

## 詞的讀音

lexicon-line = 第 { NUMBER($line, useGrouping: "false") } 行：{ $why }
lexicon-no-reading = 「{ $word }」後面沒有讀音
lexicon-no-word = 沒有說是哪個詞
lexicon-bad-syllable = 「{ $part }」不是國語的音節
lexicon-count = { $letters } 個字，卻有 { $syllables } 個音節
lexicon-nothing-said = 「{ $text }」裡沒有可以唸的
lexicon-too-mixed = 這麼短的詞，「{ $text }」卻換太多次語言
lexicon-not-text = 不是 UTF-8 文字

## 離線收聽

offline-no-room = 設定裡沒有留空間給聽過的聲音。
offline-stopped = 已取消
offline-disk = 聲音存不進「{ $path }」：{ $why }。
offline-full = 空間不夠：設定只留 { $megabytes } MB 給聽過的聲音。
offline-codec = 聲音無法壓縮：「{ $said }」。

## 安裝聲音

install-catalog = 聲音目錄損壞：「{ $said }」。
install-stopped = 程式出錯，安裝停止了。
install-no-source =
    無法取得「{ $file }」（{ $megabytes } MB）。
    { $tried }
    請檢查網路後再執行一次，會從中斷的地方繼續；或把檔案放到「{ $path }」（SHA-256 { $sum }）。
install-file = 「{ $path }」：{ $why }
install-disk-full = 「{ $path }」：磁碟已滿，聲音需要 450 MB。請清出空間，或把 TINGXINWEN_DATA 設成別的資料夾
install-no-permission = 無法寫入「{ $path }」。請把 TINGXINWEN_DATA 設成可以寫入的資料夾
source-no-client = 這裡沒有安裝（`apt-get install { $package }` 可以安裝）
source-client-failed = 失敗：「{ $said }」
source-timed-out = { $secs } 秒後停止
source-status = 伺服器回報 { NUMBER($status, useGrouping: "false") }
source-too-long = 檔案比預期的長
source-checksum = 不是預期的檔案
source-archive = 壓縮檔無法讀取：「{ $said }」
source-no-member = 壓縮檔裡沒有「{ $name }」

## 儲存、命令列

no-settings-folder = 這個系統沒有存放設定的資料夾，無法記住。
no-data-folder = 這個系統沒有指定存放資料的資料夾，請用 TINGXINWEN_DATA 指定。
not-saved = 沒有存好：{ $why }。
cannot-read = 無法讀取「{ $path }」：{ $why }。
cannot-write = 無法寫入「{ $path }」：{ $why }。
no-voice-for-language = 沒有聲音能讀這個語言。
unknown-service = 沒有叫做「{ $service }」的服務，設定裡有：「{ $known }」。
unlisted-voices = 「{ $service }」沒有說它有哪些聲音。
unknown-word = 詞庫裡沒有「{ $word }」。
passed-over =
    「{ $path }」裡這幾行略過了：
    { $lines }
nothing-is-read = 裡面沒有要朗讀的內容。
terminal-failed = 終端機出錯：{ $why }。
failed-otherwise = 出了問題：「{ $said }」。
failed-because = 出了問題：{ $why }。
