# Links, setting up, and the reasons of a refusal.

link-title = Sign in as { $name }
link-explain = This link is meant for { $name } alone. It works once.
link-explain-demo = { $name } is invented. This link works as long as the demo runs.
link-other = You are signed in as { $name } now. Going on signs { $name } out on this device.
link-go = Sign in as { $name }
link-not-me = You are somebody else? Close this page; the link stays unused.

gone-used = This link has been used
gone-used-explain = A sign-in link works once. If it was not you who used it, tell the person who runs this server.
gone-expired = This link has expired
gone-expired-explain = A sign-in link works for a short time only.
gone-unknown = There is no such link
gone-unknown-explain = Perhaps a part of the address is missing. Copy the whole link into the address field.
gone-set-up = This Candor has been set up
gone-set-up-explain = The first account exists, so the set-up link is closed.
gone-how = How to sign in

setup-title = Set up Candor
setup-explain = You are the first one here. Your account may run chats and look after the server.
setup-name = Your name
setup-name-hint = As your colleagues know you.
setup-email = Your e-mail address (optional)
setup-email-hint = For getting sign-in links later. It is kept on this server and shown to nobody.
setup-go = Create the account
setup-wrong = There is a problem
setup-name-empty = Enter your name
setup-name-long = Your name must have { $max } characters or fewer; this has { $is }
setup-name-control = Your name holds characters that cannot be shown. Type it again
setup-email-wrong = Enter an e-mail address like name@example.com, or leave it empty

access-sign-in = Sign in to see this.
access-not-host = Only hosts may do this. Ask the person who runs this server.
access-not-partner = Only people partners may do this.
access-not-admin = Only the admin of this server may do this.
access-hat-member = You act in another role at the moment. Act as a colleague to see this.
access-hat-host = You act in another role at the moment. Act as a host to see this.
access-hat-partner = You act in another role at the moment. Act as a people partner to see this.
access-hat-admin = You act in another role at the moment. Act as an admin to see this.
access-own-record = Nobody may do this for themselves. Ask another admin.
access-not-now = This cannot be done in the state it is in now.
hat-put-on-member = Act as a colleague
hat-put-on-host = Act as a host
hat-put-on-partner = Act as a people partner
hat-put-on-admin = Act as an admin

because-anyone = Everybody may see this.
because-signed = Everybody who is signed in may see this.
because-subject = You see this because it is about you.
because-owner = You see this because it is yours.
because-co-host = You see this because you host it too.
because-host = You see this because you act as a host.
because-manager = You see this because { $name } reports to you.
because-above = You see this because { $name } is in your line.
because-partner-in-scope = You see this because you are the people partner of { $name }.
because-partner = You see this because you act as a people partner.
because-admin = You see this because you act as an admin.
because-voice = You see this because it is your own voice.
because-screen = You see this because you hold the key of the screen.
access-hidden = There is nothing here that you may see.
access-no-row = Nobody may do this. This is a mistake in Candor.
