# The directory: a list of people, a page for each, the chart of reporting lines.

place-people = People

directory-tabs = Directory
directory-tab-list = People
directory-tab-chart = Org chart
directory-tab-import = Import
directory-tab-roles = Roles
directory-tab-requests = Requests
directory-tab-retention = Retention

directory-title = People
directory-find = Name, title, place or team
directory-team = Team
directory-team-any = All teams
directory-find-go = Find
directory-count = { $n ->
    [0] Nobody
    [one] 1 person
   *[other] { $n } people
 }
directory-all = Show everybody
directory-none = Nobody is in the directory yet.
directory-none-found = Nobody fits. Try fewer words, or another team.
directory-more = Show more people

person-feedback = Give feedback
person-note = Write a note to yourself
person-on-leave = on leave
person-left = has left
person-team = Team
person-place = Place
person-time = Local time
person-zone = { $town }, UTC{ $offset }
person-level = Level
person-language = Language
person-language-name = { $primary ->
    [ar] Arabic
    [bn] Bengali
    [cs] Czech
    [da] Danish
    [de] German
    [el] Greek
    [en] English
    [es] Spanish
    [et] Estonian
    [fi] Finnish
    [fr] French
    [ga] Irish
    [he] Hebrew
    [hi] Hindi
    [hr] Croatian
    [hu] Hungarian
    [id] Indonesian
    [it] Italian
    [ja] Japanese
    [ko] Korean
    [lt] Lithuanian
    [lv] Latvian
    [ms] Malay
    [nb] Norwegian
    [nl] Dutch
    [no] Norwegian
    [pl] Polish
    [pt] Portuguese
    [ro] Romanian
    [ru] Russian
    [sk] Slovak
    [sl] Slovenian
    [sr] Serbian
    [sv] Swedish
    [sw] Swahili
    [ta] Tamil
    [te] Telugu
    [th] Thai
    [tr] Turkish
    [uk] Ukrainian
    [ur] Urdu
    [vi] Vietnamese
    [zh] Chinese
   *[other] { $tag }
 }
person-above = Reports to
person-above-none = Nobody.
person-chart = Show in the org chart
person-reports = { $n ->
    [one] 1 direct report
   *[other] { $n } direct reports
 }
person-history = Whom you reported to
person-history-of = Whom { $name } reported to
person-history-none = Nobody, as far as is known here.
person-history-manager = Manager
person-history-from = From
person-history-until = Until
person-history-now = today

person-details = More
person-roles = Roles
person-why = Why can I see this?
field-name = Name
field-first_name = Given name
field-last_name = Family name
field-preferred_name = Preferred name
field-pronouns = Pronouns
field-job_title = Title
field-level = Level
field-team = Team
field-location = Place
field-timezone = Time zone
field-locale = Language
field-status = Status
field-manager = Reports to
field-reports = Direct reports
field-email = E-mail
field-employee_id = Employee id
field-start_date = First day
field-end_date = Last day
field-history = Earlier managers
field-roles = Roles

chart-title = Org chart
chart-lead = Who reports to whom today.
chart-find = Find in the chart
chart-found = { $n ->
    [0] Nobody fits.
    [one] 1 person found.
   *[other] { $n } people found.
 }
chart-found-many = { $n } people found; the first { $most } are marked.
chart-whole = Show the whole chart
chart-direct = { $n ->
    [one] 1 direct report
   *[other] { $n } direct reports
 }
chart-below = { $n ->
    [one] 1 direct report, { $all } people below
   *[other] { $n } direct reports, { $all } people below
 }
chart-of = of { $name }
chart-hidden = { $n ->
    [one] 1 more person
   *[other] { $n } more people
 }
chart-alone = { $n ->
    [one] 1 person outside the lines
   *[other] { $n } people outside the lines
 }
chart-alone-hint = They report to nobody here, and nobody reports to them.

api-people-team = team must be the id of a team.
