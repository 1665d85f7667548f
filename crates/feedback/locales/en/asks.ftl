feedback-tab-asks = Asks
feedback-asks-title = Asks
feedback-ask = Ask for feedback
feedback-asks-todo = You are asked
feedback-asks-todo-none = Nobody waits for you.
feedback-asks-mine = You asked
feedback-asks-about = Asked about you
feedback-asked-about-you = { $name } asks colleagues about you
feedback-ask-about = about { $name }
feedback-ask-until = Open until { $day }.
feedback-ask-accepted = You said you will
feedback-ask-reminder = Reminder
feedback-ask-reminder-last = Last reminder
feedback-ask-named = Your answer carries your name.
feedback-ask-choice = You choose whether your answer carries your name.
feedback-ask-answer = Answer
feedback-ask-accept = I will
feedback-ask-decline = Not this time
feedback-ask-decline-hint = That is fine. Nobody counts it.
feedback-ask-reason = Why
feedback-ask-reason-shown = The asker may read this
feedback-ask-decline-shown = Tell the asker that I decline, and why. Otherwise they are told nothing.
feedback-ask-decline-send = Decline
feedback-ask-open = open until { $day }
feedback-ask-over = over since { $day }
feedback-ask-withdrawn = taken back
feedback-ask-others = { $n ->
    [one] One more person was asked. Whether they answer is not shown, so that confidential answers stay confidential.
   *[other] { $n } more people were asked. Who of them answers is not shown, so that confidential answers stay confidential.
}
feedback-ask-withdraw = Take this ask back
feedback-heard-sent = was asked
feedback-heard-accepted = will answer
feedback-heard-answered = answered
feedback-heard-declined = not this time
feedback-heard-expired = no answer
feedback-heard-withdrawn = not asked any more
feedback-ask-title = Ask for feedback
feedback-ask-subject = About whom?
feedback-ask-subject-self = Yourself
feedback-ask-subject-hint = Somebody who reports to you is told that you ask.
feedback-ask-question = Your question
feedback-ask-own = Or in your own words
feedback-ask-own-hint = One question. The more precise, the more useful the answers.
feedback-ask-whom = Whom do you ask?
feedback-ask-whom-hint = Up to ten people who saw it happen.
feedback-ask-find = Find somebody
feedback-ask-find-go = Find
feedback-ask-found = { $n ->
    [0] Nobody found.
    [one] One person found.
   *[other] { $n } people found.
}
feedback-ask-allowed = Whose name do answers carry?
feedback-ask-allowed-choice = As each writer chooses
feedback-ask-allowed-choice-hint = More honest. Confidential answers come in a shuffled batch, once enough people have written.
feedback-ask-allowed-named = Always the writer’s
feedback-ask-allowed-named-hint = You can thank and ask back. People may write less.
feedback-ask-purpose = For your development. It is never part of a review by itself.
feedback-ask-send = Send the ask
feedback-question-1 = What should I keep doing?
feedback-question-2 = What is one thing I could do differently?
feedback-question-3 = When did I make your work easier, and when harder?
feedback-question-4 = How well do you know what I expect of you?
feedback-question-5 = What did you see me do in our last piece of work together?
feedback-not-asked = Nothing was sent yet
feedback-not-asked-question = Choose a question, or write your own.
feedback-not-asked-nobody = Choose at least one person.
feedback-not-asked-many = Choose { $most } people at most. Fewer get better answers.
feedback-not-asked-self = You chose yourself. Write a note to yourself instead, from your own page.
feedback-not-asked-subject = It is about { $name }, who cannot be asked about themselves here. Talk to them.
feedback-not-asked-nowhere = Somebody you chose is not here, or not any more. Choose somebody else.
feedback-not-asked-already = You asked { $name } this lately. Give them time, or choose somebody else.
feedback-not-asked-busy = { $name } is asked by several people now. Ask again from { $day }, or choose somebody else.
