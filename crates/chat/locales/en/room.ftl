## What the room says, on every surface.

verdict-too-few = Too few to tell
verdict-consensus-agree = The room agrees
verdict-consensus-disagree = The room disagrees
verdict-leaning-agree = Leaning towards agree
verdict-leaning-disagree = Leaning towards disagree
verdict-polarised = Two camps
verdict-split = The room is split
result-withheld = Too few answers to show

say-joined = { $n ->
    [one] { $n } joined
   *[other] { $n } joined
  }
say-connected = { $n ->
    [one] { $n } connected
   *[other] { $n } connected
  }
say-step = Take { $n } of { $of }
say-answered = { $of ->
    [one] { $n } of { $of } person has answered
   *[other] { $n } of { $of } people have answered
  }
say-reservations = { $n ->
    [one] { $n } with a reservation
   *[other] { $n } with a reservation
  }
say-interval = Likely between { $low } and { $high } agree
say-late = { $n ->
    [one] { $n } answer arrived late
   *[other] { $n } answers arrived late
  }

## Refusals: what happened, and what to do.

refusal-unknown-code = No chat has this code. Check the six digits on the screen.
refusal-unknown-voice = This phone is not known in this chat. Join again with the code on the screen.
refusal-unknown-chat = There is no such chat. Check the link, or join with the code on the screen.
refusal-unknown-take = This take is not open to the room. Look at the screen for the current one.
refusal-unknown-truth = This truth is gone. Reload to see the current ones.
refusal-unknown-panellist = This person is not on the panel of this chat.
refusal-closed = This take is closed. What you answered before counts.
refusal-no-swipe = Swipe first, then say why.
refusal-too-long = { $is } characters are too many: { $max } fit. Shorten it and send it again.
refusal-bad-text = This text holds characters that cannot be shown. Type it again without them.
refusal-bad-word = The server did not understand this answer. Reload the page and try again.
refusal-bad-seq = The server did not understand this answer. Reload the page and try again.
refusal-seq-used = This phone answered somewhere else at the same moment. Reload to see which answer counts.
refusal-not-named = This chat keeps no names. Send it without your name.
refusal-name-missing = This chat asks for your name. Write it and join again.
refusal-sign-in = This chat asks who you are. Sign in, and you come back to your voice with all its answers.
refusal-not-live = This chat is not running. Ask the host when it opens.
refusal-full = All { $seats } places in this chat are taken. Ask the host.
refusal-stale = Somebody else moved the room on. Look at where it is now, then decide again.
refusal-not-now = That does not fit where the room is now.
refusal-busy = The room is very busy. Your answer is kept and sent again.

bye-malformed = The server did not understand this phone. Reload the page.
bye-too-large = That was too much at once. Reload the page and shorten it.
bye-too-fast = This phone sent too much too fast. It may come back in a moment.
bye-out-of-turn = The server did not expect that now. Reload the page.
bye-unknown-voice = This phone is not known in this chat. Join again with the code on the screen.
bye-replaced = This chat was opened somewhere else with the same voice. Reload to use it here.
bye-sign-in = You are signed out. Sign in again: your voice and its answers wait for you.
bye-restarting = The server restarts. This phone comes back by itself.
bye-ended = The chat is over.

## Faults of a draft.

fault-empty = Write something here.
fault-too-long = { $is } characters are too many: { $max } fit.
fault-control = Remove the characters that cannot be shown.
fault-date = Write a day of the calendar, such as 2026-03-04.
fault-word = Choose one of the list.
fault-range = Write a whole number from { $low } to { $high }.
fault-too-many = At most { $max } fit.
fault-twice = This is here twice. Change or remove one.

## Requests that could not be done.

problem-unavailable = The server could not read or write its records. Try again in a moment; look first whether it was done.
problem-no-code = No free code was found for this chat, so it was not made. Try again in a moment.
problem-no-such-host = This person may not run chats, or has left. Search again, or ask an admin to make them a host.
problem-too-many-hosts = A chat has at most 20 co-hosts. Remove one who does not help any more.
problem-own-hand-over = You cannot hand chats to yourself. Choose another host, or ask another admin.
problem-host-is-owner = This person owns the chat already.
problem-not-co-host = A chat is handed to one of its co-hosts. Add this person first.
problem-host-choose = Choose somebody from the list.
problem-owner-is-here = This person is here and hosts: ask them to hand the chat over themselves.

## The opinion map: who answers alike. Groups have letters, and no other names.

map-groups = { $n ->
    [2] Two groups answer in different ways.
    [3] Three groups answer in different ways.
    [4] Four groups answer in different ways.
    [5] Five groups answer in different ways.
   *[other] { $n } groups answer in different ways.
  }
map-spectrum = No clear groups: people stand along one line, from side to side.
map-no-clear-groups = No clear groups: who answers alike on one take does not on the next.
map-too-little = The answers are too few, or too much alike, to draw a map.
map-too-few-takes = The map needs the results of { $need } takes.
map-too-few-voices = The map needs the answers of { $need } people.
map-group = Group { $name }: about { $n } people
map-stands-agree = agrees: “{ $take }”
map-stands-disagree = disagrees: “{ $take }”
map-unite-groups-agree = Every group mostly agrees: “{ $take }”
map-unite-groups-disagree = Every group mostly disagrees: “{ $take }”
map-unite-room-agree = Most agree: “{ $take }”
map-unite-room-disagree = Most disagree: “{ $take }”
here-group-middle = You answer much like group { $name }: you stand near its middle.
here-group-edge = You are nearest to group { $name }, towards its edge.
here-room-middle = You stand near the middle of the room.
here-room-edge = You stand away from the middle of the room.
here-rough = You answered few of these takes, so this is a rough place.
