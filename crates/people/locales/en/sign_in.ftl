# Signing in, passwords, sessions and letters.

signin-title = Sign in
signin-problem = There is a problem
signin-already = You are signed in as { $name }.
signin-again = Please sign in again first. It keeps others out who find this browser open.
signin-or = or
signin-email = E-mail address
signin-email-wrong = Enter an e-mail address like name@example.com
signin-password = Password
signin-password-empty = Enter your password
signin-wrong = Address and password do not belong together. Look at both, then try again
signin-go = Sign in
signin-mail = Send me a sign-in link
signin-mail-hint = To the address above. No password needed.
signin-busy = Many people are signing in just now. Please try again in a few seconds.
signin-how = No password yet, or forgotten?
signin-how-off = You cannot get in?
signin-how-ask = Ask the person who runs this server. They make a link for you with this command and send it to you:
signin-how-email = YOUR-EMAIL
signin-voice = You only want to swipe in a chat? You need no account: enter the code from the big screen.
signin-voice-go = Enter a code

too-many-wait = { $minutes ->
    [1] That was tried very often. Please wait a minute.
   *[other] That was tried very often. Please wait { $minutes } minutes.
  }
too-many-mail = A sign-in link to your address works meanwhile.

sent-title = Look at your mail
sent-say = If somebody here has this address, a letter with a link is on its way.
sent-once = The link works once, within 15 minutes.
sent-device = Open it on the device you want to use.
sent-spam = Nothing there after a few minutes? Look into the spam folder, and at how you wrote the address.
sent-back = Back to sign-in

password-title = Password
password-have = You have a password, set on
password-none = You have no password. With one you can sign in without waiting for a letter.
password-set = Set a password
password-change = Change or remove it
password-set-title = Set a password
password-change-title = Change your password
password-set-go = Set the password
password-change-go = Change the password
password-old = Password you have now
password-old-wrong = This is not the password you have now
password-new = New password
password-rule = At least { $least } characters. A few words that do not belong together are easy to keep in mind.
password-others = You stay signed in here. Everywhere else you are signed out.
password-show = Show
password-hide = Hide
password-empty = Enter a new password
password-short = The password must have { $least } characters or more; this has { $is }
password-long = The password must have { $most } characters or fewer; this has { $is }
password-remove-title = Do without a password
password-remove-say = You then sign in by another way, such as a link.
password-remove-go = Remove the password

password-weak-guessed = This password is too easy to guess
password-weak-common = This password is one of those that are tried first
password-weak-keyboard = Keys that lie side by side are easy to guess
password-weak-repeats = Repeated characters are easy to guess
password-weak-sequence = Rows such as abcd or 6543 are easy to guess
password-weak-dates = Dates and years are easy to guess
password-weak-word = A single word is easy to guess
password-weak-names = Names are easy to guess
password-help-words = Add a word or two that nobody expects. Capitals, digits and signs are not needed.
password-help-tricks = Capitals, turned words and swaps such as @ for a help little.
password-help-keyboard = Use words instead of a pattern on the keyboard.
password-help-repeats = Leave out what repeats itself.
password-help-sequence = Leave out rows of letters and digits.
password-help-dates = Leave out years and dates, above all those that have to do with you.

security-title = Sign-in and security
security-sessions = Where you are signed in
security-sessions-hint = A session ends by itself after 14 days without use, and after 30 days in any case.
security-end-others = Sign out everywhere else
security-said-set = Your password is set. Everywhere else you are signed out.
security-said-removed = Your password is removed.
security-said-ended = Signed out there.
session-this = This device
session-end = Sign out
session-end-named = Sign out: { $device }
session-device = { $browser ->
    [chrome] Chrome
    [edge] Edge
    [firefox] Firefox
    [safari] Safari
   *[other] A program
  } { $system ->
    [android] on Android
    [ios] on an iPhone or iPad
    [linux] on Linux
    [mac] on a Mac
    [windows] on Windows
   *[other] on an unknown device
  }
session-how = { $how ->
    [mail] Signed in by a letter on { $day }
    [password] Signed in by password on { $day }
    [passkey] Signed in by passkey on { $day }
    [provider] Signed in by another server on { $day }
   *[link] Signed in by a link on { $day }
  }
session-seen-now = in use
session-seen-hours = used { $hours } hours ago
session-seen-days = { $days ->
    [1] used yesterday
   *[other] used { $days } days ago
  }

letter-hello = Hello { $name },
letter-foot = { $site }, { $url }
letter-link-subject = Your sign-in link for { $site }
letter-link-say = With this link you sign in to { $site }:
letter-link-go = Sign in
letter-link-more = It works once, within 15 minutes. If you did not ask for it, do nothing: nobody gets in without this letter.
letter-password-subject = Your password for { $site } was set
letter-password-set = The password of your account in { $site } was set anew. Here you see where you are signed in:
letter-removed-subject = Your password for { $site } was removed
letter-password-removed = The password of your account in { $site } was removed. Here you see where you are signed in:
letter-token-subject = A token for { $site } was made
letter-token-made = A token was made that lets a program use your account in { $site }. Here you see your tokens, and can end them:
letter-password-go = Look at my account
letter-password-more = If it was not you, tell the person who runs this server at once.
letter-test-subject = { $site } can send mail
letter-test-hello = Hello,
letter-test-say = this letter shows that { $site } reaches its mail server.
letter-test-more = There is nothing you need to do.
