//! One text per JSON value: the canonical form of RFC 8785, so that equal values have equal hashes.
//!
//! Whole numbers stand in full, also beyond 2^53, where RFC 8785 would round them.

use serde_json::{Number, Value};
use std::fmt::Write;

/// The canonical text of a value: no white space, names sorted by UTF-16 units, numbers as ECMAScript prints them.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value);
    out
}

/// A string in quotes.
pub(super) fn quoted(out: &mut String, words: &str) {
    out.push('"');
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn put(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(n) => out.push_str(&number(n)),
        Value::String(words) => quoted(out, words),
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                put(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push('{');
            for (n, (name, member)) in members.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                quoted(out, name);
                out.push(':');
                put(out, member);
            }
            out.push('}');
        }
    }
}

/// ECMAScript, `Number::toString`: the shortest digits that mean the number, plain from 1e-6 up to 1e21.
fn number(n: &Number) -> String {
    let Some(float) = n.as_f64().filter(|_| !n.is_i64() && !n.is_u64()) else { return n.to_string() };
    if float == 0.0 {
        return "0".to_owned();
    }
    let shortest = format!("{float:e}");
    let (mantissa, exponent) = shortest.split_once('e').expect("this format has an exponent");
    let exponent: i32 = exponent.parse().expect("an exponent is a whole number");
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = even(float, mantissa.replace('.', ""));
    let count = i32::try_from(digits.len()).expect("a float has few digits");
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    // Digits before the point.
    let whole = exponent + 1;
    let plain = match whole {
        -5..=0 => format!("0.{}{digits}", zeros(-whole)),
        1..=21 if whole >= count => format!("{digits}{}", zeros(whole - count)),
        1..=21 => {
            let (before, after) = digits.split_at(usize::try_from(whole).expect("it is positive here"));
            format!("{before}.{after}")
        }
        _ => {
            let point = if count > 1 { "." } else { "" };
            format!("{}{point}{}e{exponent:+}", &digits[..1], &digits[1..])
        }
    };
    format!("{sign}{plain}")
}

/// Of two shortest texts that are equally near, the one that ends in an even digit.
fn even(float: f64, shortest: String) -> String {
    // No float has more digits than this.
    let exact = format!("{:.800e}", float.abs()).replace('.', "");
    let (before, rest) = exact.split_at(shortest.len());
    let is_tie = rest.starts_with('5') && rest[1..].bytes().take_while(u8::is_ascii_digit).all(|digit| digit == b'0');
    let is_even = before.ends_with(['0', '2', '4', '6', '8']);
    if is_tie && is_even { before.to_owned() } else { shortest }
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::{Value, json};

    /// The samples of RFC 8785, section 3.2.
    #[test]
    fn as_the_rfc_shows() {
        let value: Value = serde_json::from_str(
            r#"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#,
        )
        .unwrap();
        assert_eq!(
            text(&value),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
             \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        );
        let names = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis",
        });
        let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let text = text(&names);
        let places: Vec<_> = order.iter().map(|word| text.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
    }

    /// The samples of RFC 8785, appendix B.
    #[test]
    fn numbers_as_ecmascript_prints_them() {
        for (bits, printed) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(text(&json!(f64::from_bits(bits))), printed, "{bits:016x}");
        }
        for whole in [json!(0), json!(-1), json!(i64::MIN), json!(u64::MAX)] {
            assert_eq!(text(&whole), whole.to_string());
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let value = json!({ "b": [1, 2.5, { "z": "≠ \u{1} \u{7f} \"" }], "a": null, "": [] });
        assert_eq!(serde_json::from_str::<Value>(&text(&value)).unwrap(), value);
    }
}
