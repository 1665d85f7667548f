# People from a file: upload, columns, preview, import, undo.

column-employee_id = Employee id
column-email = E-mail
column-name = Full name
column-first_name = First name
column-last_name = Last name
column-preferred_name = Preferred name
column-pronouns = Pronouns
column-job_title = Job title
column-level = Level
column-division = Division
column-department = Department
column-team = Team
column-location = Location
column-manager_employee_id = Manager’s employee id
column-manager_email = Manager’s e-mail
column-manager = Manager
column-start_date = Start date
column-end_date = End date
column-status = Status
column-locale = Language
column-timezone = Time zone

status-active = active
status-leave = on leave
status-leaver = has left

import-nothing = nothing
import-and-more = { $names } and { $n } more

import-file-too-large = The file is larger than { $most } MB. Leave out columns that are not about people, or split it.
import-file-empty = The file is empty. Export it again, with a row of headers and a row for each person.
import-file-workbook = This is a workbook, not a CSV file. In the spreadsheet program choose “Save as” and “CSV UTF-8”.
import-file-packed = The file is packed. Unpack it and send what is inside.
import-file-utf16 = The file is text in UTF-16. Save it again as “CSV UTF-8”.
import-file-binary = Line { $line } holds bytes that are no text, so this is no CSV file. Export it again as “CSV UTF-8”.
import-file-not-utf8 = Line { $line } is not in UTF-8, so names would be garbled. Save the file again as “CSV UTF-8”.
import-file-open-quote = A quotation mark in the row that begins in line { $line } is never closed. Close it, or write it twice.
import-file-no-rows = There are headers, and nobody below them. Add a row for each person.
import-file-one-column = There is one column only. Cells must be parted by commas, semicolons or tabs.
import-file-too-wide = There are { $is } columns, and 300 fit. Leave out those that are not about people.
import-file-too-long = There are more than { $most } rows. Split the file.

import-columns-twice = Two columns are “{ $column }”. Ignore one of them.
import-columns-no-key = No column is an employee id or an e-mail address. Choose one: people are recognised by it.

import-row-ragged = { $is } cells where there are { $expected } headers. Put cells that hold the separator in quotation marks.
import-row-text = { $column }: holds characters that cannot be shown. Type it again.
import-row-text-long = { $column }: has more than { $max } characters. Shorten it.
import-row-email = “{ $value }” is not an e-mail address like name@example.com.
import-row-day = { $column }: “{ $value }” is not a date. Write it as 2026-03-04.
import-row-day-unclear = { $column }: “{ $value }” is { $one } or { $two }. Say which comes first, the day or the month, or write it as 2026-03-04.
import-row-zone = “{ $value }” is not a time zone. Write it as Europe/Zurich.
import-row-language = “{ $value }” is not a language. Write its tag, such as en or pt-BR.
import-row-status = “{ $value }” is not a status. These are known: { $known }.
import-row-no-key = Neither an employee id nor an e-mail address. Fill in one of them.
import-row-no-name = No name. Fill in first and last name, or the full name.
import-row-left-before-start = The end date is before the start date. Correct one of them.
import-row-no-last-day = Has left, and no end date says when. Fill it in.
import-row-still-here = The end date is over, and the status says that the person is here. Correct one of them.
import-row-doubled = { $n ->
    [one] Line { $lines } is about the same person. Keep one of them.
   *[other] Lines { $lines } are about the same person. Keep one of them.
 }
import-row-two-people = The employee id is that of { $one }, the e-mail address that of { $two }. Correct one of them.
import-row-other-id = The e-mail address is that of { $name }, who has the employee id { $known }. Correct one of them.
import-row-team = Several teams are called “{ $value }”. Name the department as well.
import-row-two-managers = The columns name different people as manager. Correct one of them.
import-row-yourself = This is you, and you would sign yourself out. Another admin has to do this.
import-row-own-record = This is you, and nobody changes their own record. Another admin has to import this row.
import-row-last-admin = Nobody would be left to look after this server. Make somebody else an admin first.

import-ask-circles = { $n ->
    [one] Some people would report to themselves
   *[other] In { $n } circles people would report to themselves
 }
import-yes-circles = Go on: the managers of these people stay as they are.
import-ask-doubled = { $n ->
    [one] Several rows are about one person
   *[other] { $n } times several rows are about one person
 }
import-yes-doubled = Go on: none of these rows is imported.
import-doubled = { $what }: lines { $lines }
import-ask-managers = { $n ->
    [one] One manager is missing
   *[other] { $n } managers are missing
 }
import-yes-managers = Go on: those who report to them keep the manager they have, or have none.
import-manager-unknown = { $manager } is neither in the file nor in the directory: manager of { $people }
import-manager-several = { $manager } is the name of several people: manager of { $people }
import-manager-left = { $manager } has left or is leaving: manager of { $people }
import-ask-leavers = { $leavers } of { $of } people would leave ({ $share })
import-yes-leavers = Go on: they are signed out at once and sign in no more.

import-refused-column = Why it was refused

import-text-counts = { $new } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused
import-text-leavers = { $n ->
    [one] 1 person leaves.
   *[other] { $n } people leave.
 }
import-text-left-before = { $n ->
    [one] 1 row is about somebody who left before; it is not imported.
   *[other] { $n } rows are about people who left before; they are not imported.
 }
import-text-teams = { $n ->
    [one] 1 new team.
   *[other] { $n } new teams.
 }
import-text-more = and { $n } more

import-title = Import people
import-step-file = File
import-step-columns = Columns
import-step-preview = Preview
import-not-read = The file was not taken
import-file = CSV file of your personnel system
import-limit = UTF-8, at most { $most } MB and { $rows } rows. Nothing changes before you have seen what would.
import-send = Read the file
import-what-title = Good to know
import-what-key = People are recognised by employee id, and by e-mail address where there is none.
import-what-empty = An empty cell leaves what is known. A single dash (-) removes it.
import-what-leavers = People who are not in the file stay, unless you say otherwise.
import-what-look = You see what is new, what changes and what cannot be imported before anything happens, and the last import can be taken back.
import-past = Imports so far
import-by-command = from the command line
import-counts = { $new } new, { $changed } changed, { $leavers } left
import-utc = UTC
import-undone-at = taken back { $at } UTC
import-undo = Take it back
import-done = Imported: { $counts }.
import-done-look = Look at the directory
import-drop = Discard the file

columns-title = What do the columns mean?
columns-wrong = The columns cannot be read like this
columns-lead = { $n ->
    [one] 1 row.
   *[other] { $n } rows.
 }
columns-lead-system = { $n ->
    [one] 1 row. It looks like a file of { $system }.
   *[other] { $n } rows. It looks like a file of { $system }.
 }
columns-in-file = In the file
columns-means = Means
columns-nameless = Column { $n }
columns-ignore = Ignore
columns-dates = What does “{ $value }” mean?
columns-dates-unknown = I am not sure: refuse such rows
columns-absent = People who are not in this file
columns-absent-leave = They have left
columns-absent-hint = They are signed out at once. Admins and you stay. Leave it open when the file holds only a part of the company.
columns-go = Show what would change

preview-title = What would change
preview-stopped = Nothing was imported
preview-answer = Answer the questions below first.
preview-moved = Somebody changed the directory since you looked. Look again and import then.
preview-idle = Nothing would change.
preview-circle = On a later day that is planned already, somebody would report to themselves. Change that plan first.
preview-lead = nothing is written yet.
preview-count-new = new
preview-count-changed = changed
preview-count-unchanged = unchanged
preview-count-refused = refused
preview-count-leavers = { $n ->
    [one] leaves
   *[other] leave
 }
preview-count-left-before = left before, not imported
preview-count-teams = { $n ->
    [one] new team
   *[other] new teams
 }
preview-go = { $n ->
    [one] Import 1 person
   *[other] Import { $n } people
 }
preview-back = Change the columns
preview-refused = Cannot be imported
preview-refused-hint = These rows are left out.
preview-refused-file = Get them as a file, with the reasons
preview-line = line { $n }
preview-absent = Not in the file, would leave
preview-changed = Changes
preview-kept = Stays as people put it themselves
preview-kept-hint = These people wrote this about themselves. The file says something else; it is left out.
preview-kept-file = the file says: { $value }
preview-was = was
preview-will-be = will be
preview-new = New
preview-more = { $n ->
    [one] and 1 more
   *[other] and { $n } more
 }

undone-title = The import was taken back
undone-say = { $file }: { $restored } people are as they were, { $removed } are gone again.
undone-kept-title = Left as it is
undone-kept = { $name }: { $fields }, changed since
undone-stays = { $name } stays: signed in, changed or made a manager since
undone-back = Back to the import
undo-forgotten = What this import changed is not kept any more, so it cannot be taken back.
undo-not-last = Only the last import can be taken back, and only once.
undo-circle = Somebody would report to themselves, after what was changed since. Nothing was taken back.

import-text-kept = stays as they put it themselves: { $fields }
