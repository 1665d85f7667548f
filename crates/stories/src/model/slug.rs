//! Addresses from titles.

/// Longest part that comes from the title.
const TITLE_PART: usize = 60;

/// An address from title and day: small ASCII letters, digits and single dashes. Unlike the others in `taken`, by a
/// number at its end where it must be.
pub fn slug(title: &str, day: &str, taken: &[String]) -> String {
    let mut base = fold(title);
    // Cut at a word, where there is one.
    if base.len() > TITLE_PART {
        base.truncate(base[..TITLE_PART].rfind('-').filter(|at| *at > 20).unwrap_or(TITLE_PART));
    }
    let day = fold(day);
    if !day.is_empty() && !base.ends_with(&day) {
        if !base.is_empty() {
            base.push('-');
        }
        base.push_str(&day);
    }
    if base.is_empty() {
        "recap".clone_into(&mut base);
    }
    let mut candidate = base.clone();
    let mut number = 2_u32;
    while taken.contains(&candidate) {
        candidate = format!("{base}-{number}");
        number += 1;
    }
    candidate
}

fn fold(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(plain) = letter(c) {
            out.push_str(plain);
        } else if !matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Small Latin letters beyond ASCII in their plain spelling.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ŏ' | 'ő' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ü' => "ue",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn addresses() {
        let long = "a very long title that goes on and on until nobody would type it from a poster any more";
        for (title, day, want) in [
            ("How we ship, how we talk", "2026-03-04", "how-we-ship-how-we-talk-2026-03-04"),
            ("Café & Łódź: what’s next?", "", "cafe-lodz-whats-next"),
            ("ÜBER große Fragen", "2026-01-01", "ueber-grosse-fragen-2026-01-01"),
            ("お茶の時間", "", "recap"),
            ("お茶の時間", "2026-03-04", "2026-03-04"),
            ("../../etc/passwd.png", "", "etc-passwd-png"),
            ("Chat 2026-03-04", "2026-03-04", "chat-2026-03-04"),
            (long, "", "a-very-long-title-that-goes-on-and-on-until-nobody-would"),
        ] {
            assert_eq!(slug(title, day, &[]), want);
        }
    }

    #[test]
    fn a_number_tells_two_apart() {
        let taken = ["chat".to_owned(), "chat-2".to_owned()];
        assert_eq!(slug("Chat", "", &taken), "chat-3");
        assert_eq!(slug("Chat", "", &taken[..1]), "chat-2");
        assert_eq!(slug("Chats", "", &taken), "chats");
    }
}
