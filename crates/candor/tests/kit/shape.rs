//! Frames as text that a person can read and a test can pin: every field, ids by name.

use serde_json::Value;

/// What is short enough for one line.
const LINE: usize = 100;

/// Names for ids and secrets, which differ from run to run.
#[derive(Debug, Default, Clone)]
pub struct Names(Vec<(String, String)>);

impl Names {
    /// Knows an id by this name.
    #[must_use]
    pub fn know(mut self, id: &str, name: &str) -> Self {
        self.0.push((id.to_owned(), format!("<{name}>")));
        self
    }

    /// A frame with one field a line; what is short stays together.
    pub fn lines(&self, frame: &Value) -> String {
        let mut out = Vec::new();
        flatten("", frame, &mut out);
        let text = out.join("\n");
        self.0.iter().fold(text, |text, (id, name)| text.replace(id.as_str(), name))
    }
}

fn flatten(path: &str, value: &Value, out: &mut Vec<String>) {
    let whole = value.to_string();
    let short = whole.len() <= LINE;
    match value {
        Value::Object(fields) if path.is_empty() || !short => {
            for (key, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(&format!("{path}{dot}{key}"), value, out);
            }
        }
        Value::Array(items) if !short => {
            for (n, item) in items.iter().enumerate() {
                flatten(&format!("{path}[{n}]"), item, out);
            }
        }
        _ => out.push(format!("{path} = {whole}")),
    }
}
