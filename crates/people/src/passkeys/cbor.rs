//! The little of CBOR that authenticators write.

use ciborium::Value;

/// Maps in maps in maps: authenticators nest no deeper.
const DEEPEST: usize = 16;

/// The first value, and what comes after it.
pub(super) fn read(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let mut rest = bytes;
    let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, DEEPEST).ok()?;
    Some((value, rest))
}

/// What a map holds under a number; nothing if it holds it twice.
pub(super) fn at(map: &[(Value, Value)], label: i64) -> Option<&Value> {
    only(map, &Value::from(label))
}

/// What a map holds under a word; nothing if it holds it twice.
pub(super) fn named<'v>(map: &'v [(Value, Value)], name: &str) -> Option<&'v Value> {
    only(map, &Value::from(name))
}

fn only<'v>(map: &'v [(Value, Value)], key: &Value) -> Option<&'v Value> {
    let mut found = map.iter().filter(|(it, _)| it == key).map(|(_, value)| value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
