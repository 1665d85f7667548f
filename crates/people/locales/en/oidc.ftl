# Signing in by another server that knows the company's people.

oidc-way = Sign in with { $name }
oidc-title = Company accounts
oidc-explain = Connect the account you sign in to other things with, and you need no password here.
oidc-connect = Connect { $name }
oidc-made = Connected { $day }
oidc-used = used { $day }
oidc-never-used = never used
oidc-remove = Disconnect
oidc-remove-hint = Disconnecting an account signs you out wherever you signed in with it.
oidc-last-way = This account is your only way in. Connect another one first.
oidc-remove-named = Disconnect { $name }

oidc-go-on-title = Sign in with { $name }
oidc-go-on-explain = Another page sent you here. Go on only if you wanted to sign in.
oidc-go-on = Go on

oidc-signed-out = You are signed out
oidc-signed-out-explain = You are signed out here, but perhaps still signed in at { $name }. On a device that others use too, sign out there as well.
oidc-signed-out-there = Sign out of { $name }
oidc-signed-out-back = Sign in again

oidc-again = Try { $name } again
oidc-other-way = Sign in another way
oidc-away = { $name } does not answer
oidc-away-explain = That is not your fault. Try again in a moment, or sign in another way.
oidc-cancelled = You are not signed in
oidc-cancelled-explain = You stopped at { $name }, so nothing happened here.
oidc-stale = That took too long
oidc-stale-explain = This sign-in was over, was used already, or began in another browser. Begin again from here.
oidc-distrusted = The answer of { $name } could not be trusted
oidc-distrusted-explain = You are not signed in. If it happens again, tell the person who runs this server.
oidc-not-again = { $name } does not say that you signed in just now
oidc-not-again-explain = For this step you must show anew that it is you. { $name } let you in without asking, or does not tell when it asked. Sign in another way, or ask the person who runs this server for a link.
oidc-unknown = Your company’s directory does not know you yet
oidc-unknown-explain = { $name } knows you, but nobody here has your e-mail address. Ask the person who looks after Candor’s directory to add you with that address, then try again.
oidc-unverified = { $name } does not vouch for your e-mail address
oidc-unverified-explain = So it cannot be told who you are here. Sign in another way, and connect { $name } on the page of your account; or ask the person who runs this server.
oidc-taken = This account is connected already
oidc-taken-explain = Your account at { $name } belongs to somebody else here, or you have another account there. Ask the person who runs this server.
oidc-left = This account is closed
oidc-left-explain = You have left the company, so you cannot sign in here any more.
oidc-other-person = Somebody else is signed in by now
oidc-other-person-explain = Sign in as yourself, then connect { $name } again.

oidc-said-connected = The account is connected. You can sign in with it from now on.
oidc-said-removed = The account is disconnected. Nobody can sign in with it any more, and sessions that began with it have ended.
