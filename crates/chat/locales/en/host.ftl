# Pages of a host: list of chats, editor, console, recap editor.

## Shared

place-chats = Chats
host-back = Your chats
host-phase-draft = Draft
host-phase-lobby = Room open
host-phase-live = Live
host-phase-wrap_up = Wrap-up
host-phase-ended = Ended
host-take-draft = Not opened
host-take-open = Open
host-take-closed = Closed
host-take-revealed = Revealed
host-mode-named = Named
host-mode-confidential = Confidential
host-door-open = By code
host-door-signed = Signed in
host-side-agree = Agree
host-side-disagree = Disagree
host-side-pass = Pass
host-optional = (optional)

## List

host-list-title = Your chats
host-list-new = New chat
host-list-new-label = Title of the new chat
host-list-new-hint = What people will see on their phones and on the big screen. You can change it later.
host-list-live = Live now
host-list-drafts = Drafts
host-list-ended = Ended
host-list-takes = { $n ->
    [0] No takes yet
    [one] { $n } take
   *[other] { $n } takes
}
host-list-joined = { $n ->
    [0] nobody joined
    [one] { $n } person joined
   *[other] { $n } people joined
}
host-list-console = Go to the console
host-list-edit = Edit
host-list-recap = Recap
host-list-look = Look back
host-list-empty-title = Half a dozen bold statements, and a room that says what it thinks
host-list-empty-one = Write the takes
host-list-empty-one-text = Short statements about how you work, bold enough to disagree with. Six to eight are plenty for an hour.
host-list-empty-two = Open the room
host-list-empty-two-text = People join with a code on their phones, swipe, and say why. You reveal each result when you are ready.
host-list-empty-three = Publish the recap
host-list-empty-three-text = The article is drafted from the answers. You edit it and decide when everybody can read it.

## Hosts of a chat

host-hosts-title = Hosts
host-hosts-of = Hosts of { $title }
host-hosts-back = Back to the chat
host-hosts-now = Who hosts this chat
host-hosts-means = The owner and the co-hosts see and do the same: write, run, and write up. Only the owner changes this list or deletes the chat.
host-hosts-owner = Owner
host-hosts-co-host = Co-host
host-hosts-left = Has left
host-hosts-owner-only = Only the owner adds or removes hosts.
host-hosts-remove = Remove
host-hosts-remove-which = Remove: { $name }
host-hosts-hand-over = Make owner
host-hosts-hand-over-which = Make owner: { $name }
host-hosts-add-title = Add a co-host
host-hosts-add = Add
host-hosts-add-which = Add { $name } as a co-host
host-hosts-search = Name
host-hosts-search-hint = People who may run chats. If somebody is missing, an admin can make them a host.
host-hosts-search-go = Search
host-hosts-found = { $n ->
    [0] Nobody found. Check the spelling, or ask an admin to make them a host.
    [one] { $n } person found
   *[other] { $n } people found
}
host-hosts-found-many = The first { $n } are shown. Add a word to find others.
host-hosts-added = Added. The chat is in their list now.
host-hosts-removed = Removed. They no longer see the chat.
host-hosts-handed-over = Handed over. You stay a co-host.
host-hosts-line = Hosts: { $names }
host-hosts-yours = Yours
host-hosts-theirs = Owned by { $name }
host-delete-title = Delete the chat
host-delete-go = Delete this chat …
host-delete-runs = A chat that runs cannot be deleted. End it first.
host-delete-back = Back to the hosts
host-delete-draft = The draft with its takes and its panel is deleted. This cannot be undone.
host-delete-ended = The chat is deleted with every answer and reason given in it, and its recap with its address, published or not. This cannot be undone. Backups made before keep it until they are deleted.
host-delete-now = Delete for good
host-delete-keep = Keep it
host-list-deleted = The chat was deleted.

## Chats of people who have left, for an admin

admin-chats-title = Chats without an owner
admin-chats-lead = When an owner leaves, or may no longer host, their chats stay as they are and co-hosts go on. Hand them to a host here. You are not shown what is in them.
admin-chats-none = Every chat has an owner who may host. There is nothing to do.
admin-chats-left = Has left
admin-chats-no-host = No longer a host
admin-chats-n = { $n ->
    [one] { $n } chat
   *[other] { $n } chats
}
admin-chats-search = Who takes over? Name of a host
admin-chats-from = Chats of
admin-chats-to = Go to
admin-chats-choose-which = { $name }
admin-chats-go = Hand over
admin-chats-done = { $n ->
    [one] { $n } chat was handed over.
   *[other] { $n } chats were handed over.
}

## Editor

host-edit-title = Edit the chat
host-edit-saved = Saved.
host-edit-errors = { $n ->
    [one] One thing to mend before this can be saved
   *[other] { $n } things to mend before this can be saved
}
host-edit-conflict-title = Somebody else saved this chat in the meantime
host-edit-conflict-text = Nothing of what you typed is lost: it is below, not saved yet. Look at what is stored now, take over what you need, then press Save. Your text then replaces the other one.
host-edit-conflict-link = See what is stored now
host-edit-about = The chat
host-edit-name = Title
host-edit-name-hint = Shown on every phone and on the big screen.
host-edit-series = Series
host-edit-series-hint = The recurring event that this chat belongs to.
host-edit-date = Date
host-edit-language = Language
host-edit-language-en = English
host-edit-takes = Takes
host-edit-takes-hint = One statement each, at most 140 characters. The room sees them in this order.
host-edit-take = Take { $n }
host-edit-take-text = Statement
host-edit-take-takeaway = Takeaway
host-edit-take-takeaway-hint = One sentence on what the room learned. You can write it during the chat.
host-edit-take-add = Add a take
host-edit-take-up = Move take { $n } up
host-edit-take-down = Move take { $n } down
host-edit-take-remove = Remove take { $n }
host-edit-take-drag = Drag take { $n }
host-edit-takes-none = No takes yet. The room can open once there is one.
host-edit-left = { $n } left
host-edit-over = { $n } too many
host-edit-panel = Panel
host-edit-panel-hint = Named colleagues who answer on the record, in front of everybody.
host-edit-panel-none = Nobody yet. A chat works without a panel, too.
host-edit-person = Panellist { $n }
host-edit-person-name = Name
host-edit-person-role = Role
host-edit-person-place = Place
host-edit-person-since = With us since
host-edit-person-add = Add a panellist
host-edit-person-up = Move panellist { $n } up
host-edit-person-down = Move panellist { $n } down
host-edit-person-remove = Remove panellist { $n }
host-edit-person-drag = Drag panellist { $n }
host-edit-door = Who may join
host-edit-door-open-text = Whoever has the code, without an account. A phone is a voice: somebody with two phones has two.
host-edit-door-signed-text = Colleagues with an account here, after signing in. A person is one voice, on all their devices. Guests cannot take part.
host-edit-mode = Who can read what
host-edit-mode-signed-confidential-text = Nobody is shown who is which voice: not you, not an admin. To give each person one voice, the server knows it while the chat runs, and deletes that link when you end the chat. Results need at least 5 answers.
host-edit-mode-signed-named-text = People join with their name from the directory; nothing is typed. Everybody reads the totals; no page shows who swiped what, not to hosts either. A reason carries its author’s name only where the author said so.
host-edit-mode-confidential-text = People join without a name. Everybody reads the totals and the reasons put on the screen; no page shows who swiped what, not to hosts either.
host-edit-mode-named-text = People join with a name. Everybody reads the totals; no page shows who swiped what, not to hosts either. A reason carries its author’s name only where the author said so.
host-edit-limits = Limits
host-edit-floor = Smallest number of answers that is shown
host-edit-floor-hint = With fewer answers to a take, its result stays hidden. It protects single people in small rooms.
host-edit-seats = Seats
host-edit-seats-hint = How many phones may join.
host-edit-code = The room will have the code { $code }. It works once the room is open.
host-edit-save = Save
host-edit-open = Open the room
host-edit-open-hint = People can then join. Who may join, who can read what, the limits and the takes are fixed from that moment.
host-edit-fault-title = Give the chat a title.
host-edit-fault-long = Shorten this to { $max } characters. It has { $is } now.
host-edit-fault-control = This holds a character that cannot be shown. Type it again by hand.
host-edit-fault-date = Write the date as year, month and day, for example 2026-03-04.
host-edit-fault-language = Choose one of the languages offered.
host-edit-fault-mode = Choose who can read what.
host-edit-fault-door = Choose who may join.
host-edit-fault-floor-signed = A confidential chat that asks for sign-in shows results from { $min } answers up: write a number from { $min } to { $max }. With fewer, whoever knows who was there could tell who answered what.
host-edit-fault-number = Write a whole number from { $min } to { $max }.
host-edit-fault-take-twice = This take is in the list already. Change one of the two, or remove it.
host-edit-fault-take = Write the statement, or remove this take.
host-edit-fault-takes-many = A chat holds at most { $max } takes.
host-edit-fault-takes-none = Write at least one take, then open the room.
host-edit-fault-person = Write the name, or remove this panellist.
host-edit-fault-person-twice = This name is in the panel already. Tell the two apart.
host-edit-fault-panel-many = A panel holds at most { $max } people.
host-edit-where-take = Take { $n }: { $text }
host-edit-where-person = Panellist { $n }: { $text }

## Console

host-room-title = Console
host-room-health-none = Not live. Reload the page to see new numbers.
host-room-health-on = Connected
host-room-health-off = Reconnecting …
host-room-joined = joined
host-room-connected = connected
host-room-answered = answered
host-room-late = arriving late
host-room-seats = { $n ->
    [one] of { $n } seat
   *[other] of { $n } seats
}
host-room-now-lobby = The room is open
host-room-now-lobby-text = People join with the code below. Open the first take when enough are here; others can still join later.
host-room-now-live = No take is open
host-room-now-live-text = Open the first take when you are ready.
host-room-now-wrap_up = Wrap-up
host-room-now-wrap_up-text = The screen shows what the room agrees on most, and what splits it most. Ending closes the room for everybody; it cannot be opened again.
host-room-now-ended = This chat has ended
host-room-now-ended-text = Thank the room, then write up what was learned.
host-room-take-of = Take { $n } of { $of }
host-room-next-start = Start
host-room-next-open = Open take { $n }
host-room-next-close = Close take { $n }
host-room-next-reveal = Reveal the result
host-room-next-wrap_up = Show the wrap-up
host-room-next-end = End the chat
host-room-do-open = Open
host-room-do-close = Close
host-room-do-reveal = Reveal
host-room-do-reopen = Reopen
host-room-do-focus = Show on screen
host-room-do-open-which = Open take { $n }
host-room-do-close-which = Close take { $n }
host-room-do-reveal-which = Reveal take { $n }
host-room-do-reopen-which = Reopen take { $n }
host-room-do-focus-which = Show on screen: take { $n }
host-room-do-open-all = Open all takes
host-room-do-open-all-hint = Everybody then answers at their own pace.
host-room-result-numbers = { $agree } agree, { $disagree } disagree, { $pass } pass; { $reservations } with a reservation.
host-room-result-preview = Only you see this until the reveal.
host-room-result-withheld = Too few answered: the result stays hidden.
host-room-takes = Takes
host-room-take-answered = { $n } answered
host-room-take-in-focus = On the screen
host-room-take-more = Panel and takeaway of take { $n }
host-room-truths = Why people think so
host-room-truths-none = Reasons appear here as people write them. You pick one of each side for the screen.
host-room-truths-none-side = None yet
host-room-truths-of = { $n ->
    [one] { $n } reason
   *[other] { $n } reasons
}
host-room-truth-anonymous = Without a name
host-room-truth-reservation = with a reservation
host-room-truth-quotable = may be quoted
host-room-truth-private = not to be quoted
host-room-truth-on = On the screen
host-room-truth-show = Put on screen
host-room-truth-show-which = Put on screen: { $words }
host-room-truth-hide = Take off the screen
host-room-truth-hide-which = Take off the screen: { $words }
host-room-truth-aside = Set aside
host-room-truth-aside-which = Set aside: { $words }
host-room-truth-restore = Restore
host-room-truth-restore-which = Restore: { $words }
host-room-truths-aside = Set aside: { $n }
host-room-panel = Panel on the record
host-room-answer-side = Side of { $name }
host-room-answer-reservation = With a reservation
host-room-answer-words = What { $name } said
host-room-answer-save = Record the answer
host-room-answer-save-which = Record the answer of { $name }
host-room-answer-clear = Remove
host-room-answer-clear-which = Remove the answer of { $name }
host-room-answer-open = Not recorded yet
host-room-takeaway = Takeaway
host-room-takeaway-hint = One sentence on what the room learned. It stands under the result and in the recap.
host-room-takeaway-save = Save the takeaway
host-room-saved = Saved
host-room-screen = Big screen
host-room-screen-open = Open the big screen
host-room-screen-new = opens a new tab
host-room-screen-frozen = The picture is frozen: the screen keeps what it shows while you move on.
host-room-screen-blank = The screen is blank.
host-room-screen-lobby = Title, QR code, join code and how many joined
host-room-screen-take = The take, and how many answered
host-room-screen-closed = The take, closed; no numbers yet
host-room-screen-result = The result
host-room-screen-map = The opinion map
host-room-screen-wrap_up = Most agreed and most split
host-room-screen-ended = Thanks, and the way to the recap
host-room-map-says = Opinion map: { $say }
host-room-map = Show the opinion map
host-room-unmap = Leave the map
host-room-freeze = Freeze the picture
host-room-unfreeze = Let it move again
host-room-blank = Blank the screen
host-room-unblank = Show the picture
host-room-join = How people join
host-room-join-code = Code
host-room-join-link = Join link
host-room-join-qr = QR code of the join link
host-room-keys = Keys
host-room-keys-on = Use these keys
host-room-key-space = Space
host-room-key-space-does = the big button
host-room-key-r-does = reveal
host-room-key-f-does = open the big screen
host-room-key-b-does = blank the screen
host-room-stale = Somebody else moved the room on. What you see is fresh now; nothing you typed is lost.
host-room-failed = That did not work. Check the connection and try again.
host-room-summary-voices = { $n ->
    [one] { $n } person joined
   *[other] { $n } people joined
}
host-room-recap-write = Write the recap
host-room-recap-read = Read the recap
host-room-refresh = Refresh

## Recap editor

host-recap-of = Recap of { $title }
host-recap-back = Back to the chat
host-recap-state-draft = Draft. Only you can read it.
host-recap-state-published = Published. Anybody with the address can read it.
host-recap-state-unpublished = Taken back. Only you can read it.
host-recap-read = Open the public page
host-recap-name = Title
host-recap-body = Article
host-recap-body-hint = Markdown. A line ![…](chart:2) shows the chart of take 2 with its table.
host-recap-preview = Preview
host-recap-preview-button = Preview
host-recap-save = Save
host-recap-saved = Saved.
host-recap-publish = Publish
host-recap-publish-hint = Saves, and shows the article to anybody with the address. You can take it back.
host-recap-update = Save to the public page
host-recap-unpublish = Unpublish
host-recap-published = Published.
host-recap-unpublished = Taken back. The address answers “not found” until you publish again.
host-recap-made = How this was made
host-recap-made-facts = The numbers, charts and verdicts come from the answers of that chat and were frozen with the first draft. Editing changes words, never numbers.
host-recap-made-quotes = Only reasons whose authors agreed to be quoted stand in the draft, with a name only where they said so. Please add none from memory.
host-recap-made-panel = The panel spoke on the record; their words are what you noted. Let them read it before you publish.
host-recap-errors = This cannot be saved yet
host-recap-conflict-title = Somebody else saved this recap in the meantime
host-recap-conflict-text = Nothing of what you typed is lost: it is below, not saved yet. Look at what is stored now, take over what you need, then press Save. Your text then replaces the other one.
host-recap-conflict-link = See what is stored now
host-recap-new-hint = What the panel said and the takeaways are part of the facts. Complete them in the console first.
host-recap-new-go = Write the recap
host-recap-too-early = There is nothing to write about yet. The recap can be written once a result was revealed.
