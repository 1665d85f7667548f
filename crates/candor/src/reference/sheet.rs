//! What the page shows: the document, put in order.

use crate::WORDS;
use askama::Template;
use askama_web::WebTemplate;
use serde_json::{Map, Value};
use web::{Frame, Site, Words};

#[derive(Template, WebTemplate)]
#[template(path = "reference.html")]
pub(super) struct Sheet {
    frame: Frame,
    t: Words,
    lead: String,
    sample: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

/// Operations of one kind.
struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    scope: Option<String>,
    parameters: Vec<Field>,
    body: Option<Body>,
    answers: Vec<Answer>,
    /// Statuses of refusals, which are the same everywhere.
    refusals: Vec<String>,
}

struct Body {
    name: String,
    is_optional: bool,
}

struct Answer {
    status: String,
    about: String,
    schema: Option<String>,
}

/// A field of a form of data, or a parameter.
struct Field {
    name: String,
    place: String,
    kind: String,
    schema: Option<String>,
    about: String,
    is_optional: bool,
}

struct Schema {
    name: String,
    about: String,
    words: String,
    fields: Vec<Field>,
}

impl Sheet {
    pub fn of(site: &Site, document: &Value) -> Self {
        let t = WORDS.in_language("en");
        let frame = Frame::new(site, "en", t.text("api-title")).style("candor/reference.css");
        let reader = Reader { document, t: &t };
        Self {
            lead: t.with("api-lead", &[("url", site.absolute("/api/v1").into())]),
            sample: format!("curl -H 'Authorization: Bearer cdr_…' {}", site.absolute("/api/v1/me")),
            groups: reader.groups(),
            schemas: reader.schemas(),
            frame,
            t,
        }
    }
}

/// Reads the document; what is not in it is empty.
struct Reader<'d> {
    document: &'d Value,
    t: &'d Words,
}

impl Reader<'_> {
    fn groups(&self) -> Vec<Group> {
        let tags = self.document["tags"].as_array().into_iter().flatten();
        tags.map(|tag| {
            let name = text(&tag["name"]);
            Group { operations: self.operations(&name), about: text(&tag["description"]), name }
        })
        .collect()
    }

    fn operations(&self, tag: &str) -> Vec<Operation> {
        let paths = members(&self.document["paths"]);
        let all = paths.flat_map(|(path, methods)| members(methods).map(move |(method, it)| (path, method, it)));
        let fits = all.filter(|(_, _, it)| it["tags"].as_array().is_some_and(|tags| tags.iter().any(|it| it == tag)));
        fits.map(|(path, method, it)| self.operation(path, method, it)).collect()
    }

    fn operation(&self, path: &str, method: &str, it: &Value) -> Operation {
        let parameters = it["parameters"].as_array().into_iter().flatten().map(|it| self.parameter(self.at(it)));
        let body = &it["requestBody"];
        let body = self
            .schema_of(&body["content"]["application/json"]["schema"])
            .map(|(_, name)| Body { name: name.unwrap_or_default(), is_optional: body["required"] != true });
        let is_told = |it: &(&String, &Value)| it.0.starts_with('2');
        let (told, refused): (Vec<_>, Vec<_>) =
            members(&it["responses"]).filter(|(status, _)| *status != "304").partition(is_told);
        Operation {
            id: text(&it["operationId"]),
            method: method.to_owned(),
            path: path.to_owned(),
            summary: text(&it["summary"]),
            about: text(&it["description"]),
            scope: it["security"][0]["token"][0].as_str().map(str::to_owned),
            parameters: parameters.collect(),
            body,
            answers: told.into_iter().map(|(status, it)| self.answer(status, self.at(it))).collect(),
            refusals: refused.into_iter().map(|(status, _)| status.clone()).filter(|it| it != "default").collect(),
        }
    }

    fn parameter(&self, it: &Value) -> Field {
        let place = text(&it["in"]);
        Field {
            name: text(&it["name"]),
            kind: self.kind(&it["schema"]).0,
            schema: None,
            about: text(&it["description"]),
            is_optional: it["required"] != true,
            place: match place.as_str() {
                "path" => self.t.text("api-where-path"),
                "query" => self.t.text("api-where-query"),
                _ => self.t.text("api-where-header"),
            },
        }
    }

    fn answer(&self, status: &str, it: &Value) -> Answer {
        let schema = &it["content"]["application/json"]["schema"];
        Answer {
            status: status.to_owned(),
            about: text(&it["description"]),
            schema: self.schema_of(schema).and_then(|(_, name)| name),
        }
    }

    fn schemas(&self) -> Vec<Schema> {
        let all = members(&self.document["components"]["schemas"]);
        all.map(|(name, it)| {
            let words: Vec<_> = it["enum"].as_array().into_iter().flatten().map(text).collect();
            let words = if words.is_empty() {
                String::new()
            } else {
                self.t.with("api-no-fields", &[("words", words.join(", ").into())])
            };
            Schema { name: name.to_owned(), about: text(&it["description"]), words, fields: self.fields(it) }
        })
        .collect()
    }

    fn fields(&self, schema: &Value) -> Vec<Field> {
        let parts = schema["allOf"].as_array().into_iter().flatten().flat_map(|it| self.fields(self.at(it)));
        let own = members(&schema["properties"]).map(|(name, it)| {
            let (kind, target) = self.kind(it);
            let needed = schema["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name));
            Field {
                name: name.to_owned(),
                place: String::new(),
                kind,
                schema: target,
                about: text(&it["description"]),
                is_optional: !needed,
            }
        });
        parts.chain(own).collect()
    }

    /// What a schema is, in a word or two, and the form of data it names.
    fn kind(&self, schema: &Value) -> (String, Option<String>) {
        if let Some((_, Some(name))) = self.schema_of(schema) {
            return (name.clone(), Some(name));
        }
        let nullable = |name: &str| name != "null";
        let word = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().map(text).filter(|it| nullable(it)).collect::<Vec<_>>().join(", "),
            kind => text(kind),
        };
        if word == "array" {
            let (kind, target) = self.kind(&schema["items"]);
            return (format!("[{kind}]"), target);
        }
        match schema["format"].as_str().filter(|_| word == "string") {
            Some(format) => (format.to_owned(), None),
            None => (word, None),
        }
    }

    /// The schema that is meant, and its name: by a reference, or by one beside null.
    fn schema_of<'s>(&'s self, schema: &'s Value) -> Option<(&'s Value, Option<String>)> {
        if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
            return Some((self.at(schema), Some(name.to_owned())));
        }
        let either = schema["oneOf"].as_array().or_else(|| schema["allOf"].as_array());
        either.into_iter().flatten().find(|it| it["$ref"].is_string()).and_then(|it| self.schema_of(it))
    }

    /// What a reference leads to; anything else is itself.
    fn at<'s>(&'s self, value: &'s Value) -> &'s Value {
        let path = value["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        path.and_then(|path| self.document.pointer(path)).unwrap_or(value)
    }
}

fn text(value: &Value) -> String {
    // Marks of code are for documents.
    value.as_str().unwrap_or_default().replace('`', "")
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
