//! How hard a password is to guess, and what would help.

use super::Password;
use zxcvbn::feedback::{Feedback, Suggestion, Warning};
use zxcvbn::{Score, zxcvbn};

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strength {
    /// Good enough.
    Good,
    /// Too easy to guess. Keys of the language files: why, and what to do.
    Weak {
        /// Why.
        why: &'static str,
        /// What would help, the most useful first.
        help: Vec<&'static str>,
    },
}

/// Judges a password. `known` is what others know of the person: name, address. The work grows with the length, and
/// the first hundred characters are looked at.
pub fn judge(password: &Password, known: &[&str]) -> Strength {
    let guess = zxcvbn(password.text(), known);
    if guess.score() >= Score::Three {
        return Strength::Good;
    }
    let feedback = guess.feedback();
    let why = feedback.and_then(Feedback::warning).map_or("password-weak-guessed", warning);
    let mut help: Vec<_> =
        feedback.map(Feedback::suggestions).unwrap_or_default().iter().copied().map(suggestion).collect();
    help.dedup();
    if help.is_empty() {
        help.push("password-help-words");
    }
    Strength::Weak { why, help }
}

fn warning(it: Warning) -> &'static str {
    match it {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "password-weak-keyboard"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "password-weak-repeats"
        }
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => "password-weak-common",
        Warning::SequencesLikeAbcAreEasyToGuess => "password-weak-sequence",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => "password-weak-dates",
        Warning::AWordByItselfIsEasyToGuess => "password-weak-word",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            "password-weak-names"
        }
    }
}

fn suggestion(it: Suggestion) -> &'static str {
    match it {
        Suggestion::UseAFewWordsAvoidCommonPhrases
        | Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters
        | Suggestion::AddAnotherWordOrTwo => "password-help-words",
        Suggestion::CapitalizationDoesntHelpVeryMuch
        | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase
        | Suggestion::ReversedWordsArentMuchHarderToGuess
        | Suggestion::PredictableSubstitutionsDontHelpVeryMuch => "password-help-tricks",
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => "password-help-keyboard",
        Suggestion::AvoidRepeatedWordsAndCharacters => "password-help-repeats",
        Suggestion::AvoidSequences => "password-help-sequence",
        Suggestion::AvoidRecentYears
        | Suggestion::AvoidYearsThatAreAssociatedWithYou
        | Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => "password-help-dates",
    }
}

#[cfg(test)]
mod tests {
    use super::{Strength, judge};
    use crate::model::sign_in::Password;

    #[test]
    fn what_everybody_guesses_is_weak() {
        let known = ["Ines Ferro", "InesFerro", "Ines", "Ferro", "ines.ferro@saltmarsh.example", "saltmarsh"];
        let judged = |raw: &str| judge(&Password::new(raw).unwrap(), &known);
        for weak in ["password1234", "qwertyuiop12", "aaaaaaaaaaaa", "abcabcabcabc", "InesFerro2026", "saltmarsh2026"] {
            let Strength::Weak { why, help } = judged(weak) else { panic!("{weak} is good") };
            assert!(why.starts_with("password-weak-") && !help.is_empty(), "{weak}: {why} {help:?}");
        }
        for good in ["tide barrel quilt 9", "correcthorsebatterystaple", "Küstennebel riecht nach Teer"] {
            assert_eq!(judged(good), Strength::Good, "{good}");
        }
    }
}
