# Passkeys: adding them, signing in with them, looking after them.

passkeys-title = Passkeys
passkeys-explain = A passkey is a key in your phone, computer or password manager. You open it with your finger, your face or its code. It works on this site only, so nobody can trick it out of you.
passkeys-way = Sign in with a passkey
passkeys-none = This browser cannot use passkeys.
passkeys-none-here = This browser cannot use passkeys. Try a newer one, or another device.
passkeys-elsewhere = Passkeys work at another address of this page:
passkeys-cancelled = That was cancelled, or took too long. Try again when you are ready.
passkeys-failed = That did not work. Check your connection and try again.
passkeys-there = This device has a passkey for you already. You can sign in with it.
passkeys-scripts = Passkeys need scripts, and they are switched off in this browser.
passkeys-address = Passkeys need an address with https, or localhost, that is a name and not a number. Ask the person who runs this server.
passkeys-off = Passkeys are switched off on this server.

passkeys-add = Add a passkey
passkeys-new-title = Add a passkey
passkeys-back = Back to your account
passkeys-name-label = Name of the passkey
passkeys-name-hint = So that you know it again, for example the name of the device.
passkeys-name-usual = My device
passkeys-go = Go on
passkeys-kept = This server keeps only the public half of the key. Your finger and your face never leave your device.
passkeys-made = Added { $day }
passkeys-used = used { $day }
passkeys-never-used = never used
passkeys-synced = in a password manager
passkeys-here = on one device
passkeys-change = Change
passkeys-change-named = Change { $name }
passkeys-edit-title = Passkey
passkeys-rename = Save the name
passkeys-remove-title = Remove this passkey
passkeys-remove-explain = You cannot sign in with it any more. Delete it on your device too, so that it is not offered there.
passkeys-remove = Remove it
passkeys-problem = There is a problem

passkeys-name-empty = Give the passkey a name
passkeys-name-long = The name must have { $max } characters or fewer; this has { $is }
passkeys-name-control = The name holds characters that cannot be shown. Type it again
passkeys-name = Give the passkey a name of at most 60 characters.
passkeys-again = You signed in a while ago. Sign in again, then add the passkey.
passkeys-stale = That took too long, or began in another window. Try again.
passkeys-not-verified = Your device did not check that it is you. Set up its finger, face or code, then try again.
passkeys-refused = This passkey is not accepted here. Try another one, or sign in another way.
passkeys-counter = This passkey may have been copied, so it is not accepted. Sign in another way, remove it, and add a new one.
passkeys-unknown = This passkey is not known here; perhaps it was removed. Sign in another way.
passkeys-twice = This passkey is here already.
passkeys-too-many = You have as many passkeys as fit. Remove one first.
passkeys-left = This account is closed.

passkeys-said-added = The passkey is added. You can sign in with it from now on.
passkeys-said-renamed = The passkey has its new name.
passkeys-said-removed = The passkey is removed. Nobody can sign in with it any more.
