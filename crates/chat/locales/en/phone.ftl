## The way in

phone-landing-title = Join a chat
phone-landing-heading = Say what you think
phone-landing-lead = Swipe on bold statements with everybody in the room, then say why.
phone-code-label = Code on the screen
phone-code-hint = Six digits
phone-code-missing = Write the six digits from the screen, then go on.
phone-code-go = Go on
phone-host-question = Do you have an account?
phone-host-sign-in = Sign in
phone-host-chats = To my chats
phone-join = Join
phone-name-label = Your name
phone-name-hint = Others see it only beside a truth that you send with your name.
phone-mode-named = Named. Your name stands beside what you write only if you say so; swipes are shown in totals.
phone-mode-confidential = { $floor ->
    [one] Confidential. No name is asked; only totals are shown.
   *[other] Confidential. No name is asked; only totals are shown, from { $floor } answers up.
  }
phone-mode-signed-named = Named. You join with your name from the directory.
phone-mode-signed-confidential = { $floor ->
    [one] Confidential. Nobody is shown who you are: answers are shown in totals, reasons without a name.
   *[other] Confidential. Nobody is shown who you are: answers are shown in totals, from { $floor } up, reasons without a name.
  }
phone-sign-in-first = Sign in to take part
phone-sign-in = Sign in
phone-no-account = No account here? Ask { $host }, who hosts this chat.
phone-no-account-nobody = No account here? Ask the people who invited you.
phone-joins-as = You are { $name }.
phone-words-not-sent = You are signed out, so this was not sent: “{ $words }”. Copy it, sign in again, and send it then.
phone-not-you = That is not me: sign out
phone-means-named-one = One voice for each person, the same on all your devices.
phone-means-named-who = Your name is kept with your answers. It stands beside a reason only if you say so; no page shows who swiped what.
phone-means-named-end = It stays kept with them after the chat.
phone-means-confidential-one = One voice for each person, the same on all your devices.
phone-means-confidential-who = To give you that voice, this server knows which one is yours. Nobody is shown it: no host, no admin, no colleague. Whoever can open the server’s database could look it up while the chat runs.
phone-means-confidential-end = When the chat ends, the server deletes that link. Older backups may still hold it.
phone-not-open = This chat has not opened yet. Wait for the host, then reload.
phone-over = This chat is over.
phone-other-code = Use another code

## The phone

phone-agree = Agree
phone-disagree = Disagree
phone-pass = Pass
phone-agreed = Agreed.
phone-disagreed = Disagreed.
phone-passed = Passed.
phone-card-of = { $n } of { $of }
phone-undo = Undo
phone-undone = Answer removed. { $take }
phone-said = { $side } Take { $n } of { $of }: { $take }
phone-title-take = Take { $n } of { $of }
phone-progress = Your way through the takes
phone-connected = Connected
phone-keys = Keys: ← disagrees, → agrees, ↑ passes
phone-saved = Saved on the server
phone-waiting = Saved on this phone, waiting to send: { $n }
phone-connecting = Connecting…
phone-offline = No connection. Your answers stay on this phone and are sent later.
phone-live = Live
phone-lobby = Soon
phone-wrap-up = Wrap-up
phone-ended = Over
phone-look-up = Look up at the screen
phone-look-up-lobby = The host opens the first take in a moment.
phone-look-up-take = Others are still swiping. The result comes on the screen.
phone-look-up-closed = Swiping is closed. The result comes on the screen.
phone-look-up-wrap-up = The host sums up what the room learned.
phone-look-up-ended = Thank you for saying what you think.
phone-your-answer = Your answer
phone-given = You: { $side }
phone-given-reserved = You: { $side }, with a reservation
phone-change = Change my answer
phone-keep = Keep my answer
phone-answers = Your answers
phone-reservation = With a reservation
phone-why = Why?
phone-why-hint = One line, if you like
phone-count = { $n } left
phone-quotable = May be quoted in the recap
phone-named = With my name
phone-send = Send truth
phone-keeping = Saved on this phone.
phone-sent = Sent. You can change it until the chat moves on.
phone-resend = Send again
phone-withdraw = Take it back
phone-withdrawn = Taken back.
phone-close = Close
phone-who-reads = The host reads it and may show it on the screen, without a name.
phone-who-reads-named = The host reads it and may show it on the screen. Your name stands there only if you say so.
phone-truth-waiting = The host has your truth.
phone-truth-on-screen = Your truth was put on the screen.
phone-truth-over = The host read your truth. It was not on the screen at the end.
phone-truth-set-aside = The host set your truth aside.
phone-results = You and the room
phone-group-share = Group { $name }: { $share } agree
phone-here = You are here
phone-here-only = Only this phone is told this place.
phone-map = Where the room stands
phone-map-how = Close together: similar answers. Each mark: several people.
phone-unite = What unites all
phone-not-answered = You did not answer
phone-reservations = With a reservation: { $n }
phone-answered = Answers: { $n }
phone-interval = Likely between { $low } and { $high } agree
phone-summary = Takes you answered: { $n } of { $of }. With most of the room: { $k }.
phone-recap = Read the recap
phone-state-open = Open
phone-state-closed = Closed
phone-state-revealed = Result
phone-swipe-hint = Swipe, or use the buttons
phone-rejoin = To the start page
phone-sign-in-again = Sign in again
phone-identity-named = You are { $name }. Your name stands beside what you write only if you say so.
phone-identity-confidential = { $floor ->
    [one] Confidential: only totals are shown.
   *[other] Confidential: totals only, from { $floor } answers up.
  }
phone-identity-signed = { $floor ->
    [one] Confidential: nobody is shown who you are, only totals.
   *[other] Confidential: nobody is shown who you are, only totals from { $floor } answers up.
  }
phone-current = Show the current take
phone-no-takes = No take is open yet. Look at the screen, then press the button below.
