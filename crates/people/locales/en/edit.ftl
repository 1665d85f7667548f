# One person by hand, and the teams.

directory-tab-new = Add a person
directory-tab-teams = Teams
person-edit = Edit
person-access-ended = Every way in has ended. They are signed out everywhere.

end-access = End all access
end-access-title = End all access of { $name }?
end-access-what = They are signed out everywhere, at once. Password, passkeys, connected accounts, tokens for programs and links that were sent stop working.
end-access-then = Look first whether the e-mail address is right: with a letter to it, or with a company account that has it, they can come in again. Who shall stay outside has left; say so on the page that changes them.
end-access-not = Leave it as it is
edit-hint-email = Another address signs this person out everywhere, and ends their tokens and links. Password and passkeys stay: if somebody else may have them, end all access as well.

edit-new-title = Add a person
edit-title = Edit { $name }
edit-wrong = Nothing is saved yet
edit-group-name = Name
edit-group-work = Work
edit-group-line = Manager and team
edit-group-record = Record
edit-from = In force from
edit-hint-preferred-name = Shown instead of the first name.
edit-hint-name = Only where it is not made of the names above. At most { $max } characters.
edit-hint-timezone = Such as Europe/Zurich.
edit-hint-locale = Its tag, such as en or pt-BR.
edit-hint-manager = Name, e-mail address or employee id. Empty: nobody.
edit-hint-from = A change of manager or team counts from this day on.
edit-hint-status = Whoever has left is signed out at once and needs an end date.
edit-no-team-choice = No team
edit-add = Add this person
edit-save = Save
edit-back = Back without saving

edit-not-a-day = “{ $value }” is not a date. Write it as 2026-03-04.
edit-manager-unknown = Nobody here is “{ $value }”. Write the name as the directory shows it, or the e-mail address.
edit-manager-several = Several people are called “{ $value }”. Write the e-mail address or the employee id.
edit-manager-left = This manager has left. Name somebody who is here.
edit-circle = With this manager somebody would report to themselves. Name somebody else.
edit-email-taken = Another person has this e-mail address. Look whether they are in the directory already.
edit-employee-id-taken = Another person has this employee id.
edit-no-team = This team is gone. Choose another one.
edit-stale = Somebody else changed this person meanwhile. Look at their page, then save again what shall stay.

teams-title = Teams
teams-lead = Teams can be parts of other teams.
teams-none = There is no team yet.
teams-add-title = A new team
teams-name = Name
teams-parent = Part of
teams-top = Nothing: at the top
teams-add = Add the team
teams-save = Save
teams-wrong = Nothing is saved yet
teams-no-name = A team needs a name.
teams-name-long = The name has more than { $max } characters. Shorten it.
teams-name-control = The name holds characters that cannot be shown. Type it again.
teams-taken = Another team there has this name.
teams-circle = A team cannot be part of itself.
teams-stale = Somebody else changed this team meanwhile. Look at it, then save again.
teams-gone = This team is gone.
teams-people = { $n ->
    [0] nobody
    [one] 1 person
   *[other] { $n } people
 }
