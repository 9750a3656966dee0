### Feeds: command line and window.

feeds = Subscriptions
feeds-none = No subscriptions yet. `tingxinwen feeds add ADDRESS` adds a site, `tingxinwen feeds sites` lists some to begin with.
# $title (String) - the name of the feed
# $count (Number) - how many items it has
feed-added = Subscribed to “{ $title }”, { $count } articles
# $title (String) - the name of the feed
feed-removed = No longer subscribed to “{ $title }”
# $added (Number) - new feeds
# $known (Number) - feeds that were there
feeds-imported = { $added } new, { $known } already there
feeds-title = Subscriptions of Tingxinwen
# $count (Number) - how many items are new to the listener
feed-new = { $count } new
# $count (Number) - how many items came
feed-updated = { $count } new
feed-unchanged = nothing new
feed-waiting = the site asked us to come back later
# $name (String) - what was asked for
unknown-feed = No subscription is named “{ $name }”; `tingxinwen feeds` lists them.
# $name (String) - what was asked for
several-feeds = Several subscriptions have “{ $name }” in their name. Give the whole name or the address.
# $address (String) - the address of the feed
# $why (String) - a whole sentence that says why
feed-not-read = { $address }: { $why }
# $path (String) - a file
not-opml = “{ $path }” is not a list of subscriptions (OPML).
nothing-new = Nothing is new.

feed-bad-address = This is not an address. Check how it is spelled.
# $host (String) - the server
feed-unreachable = “{ $host }” cannot be reached. Check the network and the address.
# $host (String) - the server
feed-timed-out = “{ $host }” did not answer in time. Try again later.
feed-not-found = The site has no such feed. Check the address.
feed-gone = The site has ended this feed; its old articles stay.
# $minutes (Number) - how long to wait
feed-asked-to-wait = The site asks us to come back in { $minutes } minutes.
# $status (Number) - the HTTP status
feed-status = The site answered with error { $status }. Try again later.
# $mib (Number) - the limit
feed-too-large = It is larger than { $mib } MiB.
feed-redirects = The address sends on without end, or to a place where it may not.
feed-web-page = This is a web page, not a feed.
feed-not-a-feed = It cannot be understood, and may be broken; its old articles stay.
feed-none-found = No feed was found on this site. Try the address of its RSS feed.
feed-internal = The program failed. Try again.

feeds-refresh = Look for new articles
feeds-search = Search headlines
feeds-nothing = No articles
feeds-empty = No subscriptions yet
feeds-empty-hint = Paste the address of a site, or begin with some of these. None is fetched before you choose it.
# $count (Number) - how many are new
feeds-queue-all = Add all to the queue ({ $count })
feed-add = Subscribe
feed-address = Address of a site or its RSS feed
feed-in-today = Part of today's news
feed-remove = Unsubscribe
# $title (String) - the name of the feed
feed-subscribed = Subscribed to “{ $title }”
# $count (Number) - how many were added
feed-queued = { $count } added to the queue
# $count (Number) - how many articles
# $minutes (Number) - how long they take
todays-news = Today's news: { $count } articles, about { $minutes } minutes
feeds-suggested = Sites to begin with
