; The installer for Windows: for one account, without an administrator.
; Defined by whoever calls makensis: VERSION, PROGRAM (folder with what is installed), OUT (the installer), BYTES (kB).
Target amd64-unicode
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh

!define ID "tw.tingxinwen.Tingxinwen"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"

Name "$(NAME)"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\tingxinwen"
InstallDirRegKey HKCU "${REMOVAL}" "InstallLocation"
BrandingText "tingxinwen ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1028 "ProductName" "聽新聞"
VIAddVersionKey /LANG=1028 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1028 "FileDescription" "聽新聞"
VIAddVersionKey /LANG=1028 "LegalCopyright" "MIT"

!define MUI_ICON "tingxinwen.ico"
!define MUI_UNICON "tingxinwen.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\tingxinwen.exe"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "TradChinese"
!insertmacro MUI_LANGUAGE "English"
LangString NAME ${LANG_TRADCHINESE} "聽新聞"
LangString NAME ${LANG_ENGLISH} "Tingxinwen"

!macro TellTheShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(NAME).lnk" "$INSTDIR\tingxinwen.exe"
  ; Addresses of ours, and "Open with" for articles and books.
  WriteRegStr HKCU "${CLASSES}\tingxinwen" "" "URL:tingxinwen"
  WriteRegStr HKCU "${CLASSES}\tingxinwen" "URL Protocol" ""
  WriteRegStr HKCU "${CLASSES}\tingxinwen\shell\open\command" "" '"$INSTDIR\tingxinwen.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\tingxinwen.exe" "FriendlyAppName" "$(NAME)"
  WriteRegStr HKCU "${CLASSES}\Applications\tingxinwen.exe\shell\open\command" "" '"$INSTDIR\tingxinwen.exe" "%1"'
  !macro OpensWith END
    WriteRegStr HKCU "${CLASSES}\Applications\tingxinwen.exe\SupportedTypes" "${END}" ""
  !macroend
  !insertmacro OpensWith ".html"
  !insertmacro OpensWith ".htm"
  !insertmacro OpensWith ".mhtml"
  !insertmacro OpensWith ".txt"
  !insertmacro OpensWith ".md"
  !insertmacro OpensWith ".epub"
  !insertmacro OpensWith ".pdf"
  !insertmacro OpensWith ".docx"
  !insertmacro OpensWith ".odt"
  !insertmacro OpensWith ".rtf"
  !insertmacro OpensWith ".fb2"
  !insertmacro OpensWith ".srt"
  !insertmacro OpensWith ".vtt"
  !insertmacro OpensWith ".eml"
  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "$(NAME)"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\tingxinwen.exe"
  WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" ${BYTES}
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
  !insertmacro TellTheShell
SectionEnd

; What the listener owns stays: library, readings, settings.
Section Uninstall
  ExecWait '"$INSTDIR\tingxinwen.exe" browser remove'
  Delete "$SMPROGRAMS\聽新聞.lnk"
  Delete "$SMPROGRAMS\Tingxinwen.lnk"
  Delete "$INSTDIR\tingxinwen.exe"
  Delete "$INSTDIR\licences.txt"
  RMDir /r "$INSTDIR\share"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${CLASSES}\tingxinwen"
  DeleteRegKey HKCU "${CLASSES}\Applications\tingxinwen.exe"
  DeleteRegKey HKCU "${REMOVAL}"
  !insertmacro TellTheShell
SectionEnd
