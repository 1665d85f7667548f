# Words of articles. User text arrives escaped; "share" values are whole per cent.

## Dates

stories-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }

## Draft: opening

draft-standfirst = { $voices ->
    [one] One voice
   *[other] { $voices } voices
} { $takes ->
    [0] joined
    [one] weighed one take
   *[other] weighed { $takes } takes
}.
draft-standfirst-dated = On { $date }, { $voices ->
    [one] one voice
   *[other] { $voices } voices
} { $takes ->
    [0] joined
    [one] weighed one take
   *[other] weighed { $takes } takes
}.
draft-series = Part of the series { $series }.
draft-gist-both = The room found common ground on { $common ->
    [one] one of them
   *[other] { $common } of them
} and was divided on { $divided ->
    [one] one
   *[other] { $divided }
}.
draft-gist-common = The room found common ground on { $common ->
    [one] one of them
   *[other] { $common } of them
}.
draft-gist-divided = The room was divided on { $divided ->
    [one] one of them
   *[other] { $divided } of them
}.
draft-no-takes = No take was revealed in this chat, so there are no numbers to report.

## Draft: what we learned

draft-learned = What we learned
draft-learned-consensus-agree = The room agrees ({ $share }%): “{ $take }”
draft-learned-consensus-disagree = The room disagrees ({ $share }%): “{ $take }”
draft-learned-leaning-agree = More agree than disagree ({ $share }%): “{ $take }”
draft-learned-leaning-disagree = More disagree than agree ({ $share }%): “{ $take }”
draft-learned-polarised = Two camps answer in opposite ways: “{ $take }”
draft-learned-split = The room is split: “{ $take }”
draft-learned-too-few = Too few took a side to tell: “{ $take }”
draft-learned-withheld = Too few answered to show numbers: “{ $take }”

## Draft: panel

draft-panel = The panel
draft-panel-intro = { $n ->
    [one] This colleague answered in front of everybody, by name.
   *[other] These colleagues answered in front of everybody, by name.
}
draft-since = since { $since }

## Draft: one take

draft-chart = { $disagree }% disagree, { $agree }% agree
draft-verdict-consensus-agree = Common ground: the room agrees.
draft-verdict-consensus-disagree = Common ground: the room disagrees.
draft-verdict-leaning-agree = The room leans towards yes.
draft-verdict-leaning-disagree = The room leans towards no.
draft-verdict-polarised = Two camps.
draft-verdict-split = The room is split.
draft-verdict-too-few = Too few took a side to tell.
draft-share-agree = { $share }% of the { $n } who took a side agree; with this many answers the true share lies between { $lo }% and { $hi }%.
draft-share-disagree = { $share }% of the { $n } who took a side disagree; with this many answers the true share lies between { $lo }% and { $hi }%.
draft-polarised-why = Two groups of people who mostly answer alike stand on opposite sides here.
draft-few-sided = { $n ->
    [one] The only one who took a side { $agree ->
        [0] disagrees
       *[other] agrees
    }.
   *[other] Of the { $n } who took a side, { $agree ->
        [0] nobody agrees
        [one] one agrees
       *[other] { $agree } agree
    } and { $disagree ->
        [0] nobody disagrees
        [one] one disagrees
       *[other] { $disagree } disagree
    }.
}
draft-nobody-sided = Nobody took a side.
draft-withheld = Fewer than { $floor } answered, so the numbers are withheld.
draft-passed = { $n ->
    [one] One person passed.
   *[other] { $n } people passed.
}
draft-reservations = { $n ->
    [one] One answer came with a reservation.
   *[other] { $n } answers came with a reservation.
}
draft-answers = On the record
draft-answer-agree = { $who } agrees.
draft-answer-disagree = { $who } disagrees.
draft-answer-pass = { $who } passed.
draft-answer-agree-words = { $who } agrees:
draft-answer-disagree-words = { $who } disagrees:
draft-answer-pass-words = { $who } passed:
draft-answer-agree-reservation = { $who } agrees, with a reservation.
draft-answer-disagree-reservation = { $who } disagrees, with a reservation.
draft-answer-pass-reservation = { $who } passed, with a reservation.
draft-answer-agree-reservation-words = { $who } agrees, with a reservation:
draft-answer-disagree-reservation-words = { $who } disagrees, with a reservation:
draft-answer-pass-reservation-words = { $who } passed, with a reservation:
draft-quotes = What the room said
draft-quote-agree = — someone who agreed
draft-quote-disagree = — someone who disagreed
draft-quote-pass = — someone who passed
draft-quote-agree-reservation = — someone who agreed, with a reservation
draft-quote-disagree-reservation = — someone who disagreed, with a reservation
draft-quote-pass-reservation = — someone who passed, with a reservation
draft-quote-withheld = — someone in the room
draft-quote-named-agree = — { $who }, who agreed
draft-quote-named-disagree = — { $who }, who disagreed
draft-quote-named-pass = — { $who }, who passed
draft-quote-named-agree-reservation = — { $who }, who agreed, with a reservation
draft-quote-named-disagree-reservation = — { $who }, who disagreed, with a reservation
draft-quote-named-pass-reservation = — { $who }, who passed, with a reservation
draft-quote-named-withheld = — { $who }

## Draft: where the room stands

draft-map = Where the room stands
draft-map-alt = The opinion map of this chat
draft-map-groups = Seen over all takes together, { $n ->
    [2] two groups of people
    [3] three groups of people
    [4] four groups of people
    [5] five groups of people
   *[other] { $n } groups of people
} answered in different ways:
draft-map-spectrum = Seen over all takes together there are no clear groups: people stand along one line, from side to side.
draft-map-no-clear-groups = Seen over all takes together there are no clear groups: who answers alike on one take does not on the next.
draft-map-group = **Group { $name }**, about { $n } people
draft-map-stand-agree = { $share }% agree with “{ $take }”
draft-map-stand-disagree = { $share }% disagree with “{ $take }”
draft-map-unite = What the groups have in common:
draft-map-unite-agree = “{ $take }”: every group mostly agrees
draft-map-unite-disagree = “{ $take }”: every group mostly disagrees
draft-map-divide = What divides them most:
draft-map-divide-item = “{ $take }”: { $shares } agree
draft-map-part = { $share }% of group { $name }

## Draft: wrap-up

draft-wrap-up = Wrap-up
draft-common = Common ground
draft-common-none = No take found common ground this time.
draft-common-closest = It came closest on this one:
draft-item-agree = “{ $take }”: { $share }% of { $n } agree
draft-item-disagree = “{ $take }”: { $share }% of { $n } disagree
draft-splits = What splits us
draft-splits-none = No take split the room.
draft-item-split = “{ $take }”: { $agree } agree, { $disagree } disagree
draft-item-camps = “{ $take }”: { $agree } agree, { $disagree } disagree, in two camps
draft-but = Yes, but
draft-but-none = Nobody answered with a reservation.
draft-but-intro = The takes that most people answered with a reservation:
draft-item-but = “{ $take }”: { $n } of { $sided } with a reservation

## Draft: how this was made

draft-made = How this was made
draft-made-facts = This article was drafted from recorded answers. A host may have edited its words since; the charts and their tables always show the record. Everybody has one answer per take, and the last one counts. Passes are shown, but do not count in the shares.
draft-made-quotes = Every quote from the room is here with its author’s consent, and a name only where its author wanted it.
draft-made-quotes-cut = Where a take had many quotes, up to { $n } per side are here: those shown on the big screen first, then in the order of the record.
draft-made-interval = The range around each share, drawn as a thin line below its bar, is the 95% Wilson interval: it is wide when few took a side.
draft-made-map = On the map, people who answered alike stand close together; up and down, left and right have no meaning of their own. Every mark stands for at least { $least } people. Groups are found from the answers alone and shown only where answers shuffled by chance would hardly make them as clear; their sizes are rounded to five, their shares to five per cent, and not told where few of a group took a side.
draft-made-named = The chat was named: people joined with their names.
draft-made-confidential = The chat was confidential: nobody was asked for a name, and answers were shown as totals only.
draft-made-floor = Where fewer than { $floor } people answered, the numbers are withheld.

## Charts

chart-twin = The numbers
chart-description = { $disagree }% disagree and { $agree }% agree, of { $n } who took a side. The true share that agrees lies between { $lo }% and { $hi }%.
chart-side-agree = agree
chart-side-disagree = disagree
chart-answer = Answer
chart-count = People
chart-share = Share
chart-agree = Agree
chart-disagree = Disagree
chart-pass = Pass
chart-reservations = With a reservation
chart-per-cent = { $share }%
chart-none = –

## Opinion map

map-title = The opinion map
map-group = Group
map-people = People, about
map-stands = Stands for
map-description-groups = { $n ->
    [2] Two groups of marks
    [3] Three groups of marks
    [4] Four groups of marks
    [5] Five groups of marks
   *[other] { $n } groups of marks
}, apart from each other.
map-description-group = Group { $name }: about { $n } people.
map-description-spectrum = Marks along one line, without clear groups.
map-description-cloud = One cloud of marks, without clear groups.

## Picture

picture-wordmark = Candor
picture-voices = { $voices ->
    [one] One voice
   *[other] { $voices } voices
}
picture-agree = { $share }% agree
picture-disagree = { $share }% disagree

## Page

recap-kicker = Recap
recap-published = Published on { $date }
recap-feedback = Did somebody help you see something? Tell them.
recap-downloads = This article in other forms
recap-markdown = Markdown
recap-json = Data (JSON)
recap-picture = Picture
recap-picture-alt = “{ $title }” and up to three of its takes, with how many agreed
recap-description = What { $voices ->
    [one] one voice
   *[other] { $voices } voices
} said about { $takes ->
    [one] one take
   *[other] { $takes } takes
}.
recap-not-found = There is no published recap at this address. It may have been taken down.

## What went wrong at the desk

desk-changed = Somebody else changed this article in the meantime. Load it again; your words are still in the form.
desk-missing = There is no article of this chat yet.
desk-title-empty = The article needs a title.
desk-title-long = The title may have { $max } characters; it has { $is }.
desk-title-control = The title holds characters that cannot be shown.
desk-body-empty = The article needs words.
desk-body-long = The article may have { $max } characters; it has { $is }.
desk-body-control = The article holds characters that cannot be shown.
desk-already-published = This article is published already.
desk-not-published = This article is not published.
desk-redraft-published = Take the article down before you draft it anew: the new draft replaces words and numbers.
desk-failed = The article could not be stored. Nothing was lost here; try again.
