skip = Skip to the content
sign-out = Sign out
places = Where to go

hats-worn = You act as:
hat-member = Colleague
hat-member-explain = What everybody does, and what managers do for their people.
hat-host = Host
hat-host-explain = The same, and you run chats.
hat-partner = People partner
hat-partner-explain = You look after the people in your scope.
hat-admin = Admin
hat-admin-explain = You look after this server. Chats and their results stay closed.

problem-title-400 = That did not work
problem-title-401 = Please sign in
problem-title-403 = Not allowed
problem-title-404 = Nothing here
problem-title-405 = Not this way
problem-title-409 = Somebody was faster
problem-title-410 = This link is used up
problem-title-413 = Too large
problem-title-422 = Please look at this again
problem-title-500 = Something broke here
problem-title-503 = Busy for a moment
problem-say-404 = This address leads nowhere, or not for you. Check the link.
problem-say-405 = This address answers to other requests. Go back and use the buttons of the page.
problem-say-500 = It is not your fault. Try again; if it happens again, tell whoever runs this server.
problem-say-unavailable = The server could not reach its records, so nothing was changed. Try again in a moment.
problem-say-no-room = The disk of the server is full, so nothing was saved. What is there can still be read. Tell whoever runs this server to make room, then try again.
problem-home = Go to the start page
problem-cross-site-say = This came from another site, so nothing was changed. Open the page here and do it again.
problem-json-say = This JSON cannot be used: { $detail }. Correct it and send it again.

chart-reservation = With a reservation
