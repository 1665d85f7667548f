feedback-coach = The coach
feedback-coach-lead = A few questions about your words, when you want them. It knows word lists, no people; nothing of it is kept, and nobody else sees it.
feedback-coach-nothing = Nothing stands out. Read it once more as the one who receives it.
feedback-coach-unchecked = The coach knows only a little about this language: it looked at what needs no words.
feedback-coach-example = An example
feedback-coach-ask = Ask the coach
feedback-coach-dismiss = Not now
