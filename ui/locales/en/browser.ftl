### The button of browsers.

# $browser (String) - its name
browser-installed = { $browser }: registered
# $browser (String) - its name
browser-absent = { $browser }: not registered
# $browser (String) - its name
browser-removed = { $browser }: no longer registered
# $folder (String) - where the extension is
browser-load = The extension is in “{ $folder }”. Chromium, Chrome, Edge, Brave: open chrome://extensions, switch on developer mode, press “Load unpacked” and choose that folder. Firefox: open about:debugging, press “Load Temporary Add-on” and choose its manifest.json.
# $line (String) - a line of script
browser-bookmarklet = For other browsers, keep this line as a bookmark: { $line }
# $address (String) - what was given
not-our-address = “{ $address }” is not an address that Tingxinwen opens.
not-our-button = This command is for the button of browsers.
no-browser-folder = The button of browsers cannot be registered on this system yet.
# $mib (Number) - the limit
host-too-large = This page is too large (over { $mib } MiB).
host-unreadable = What the browser sent cannot be read. Install the extension again.
