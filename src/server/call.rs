//! The body of a request, or its query string, read as a GraphQL call.

use actix_web::web::Query;
use async_graphql::{Value, Variables};
use serde_json::{Map, Value as Json};

use super::limits;

/// What a client asks for.
#[derive(Debug)]
pub struct Call {
    /// The document.
    pub query: String,
    /// Which of its operations to run.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: Variables,
    /// How many values these are, those inside lists and objects too.
    pub values: usize,
}

/// Why a body is not a call.
#[derive(Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It is not what the protocol asks for; the text says how.
    Body(String),
    /// It is, and it nests too deep.
    TooDeep,
}

impl Call {
    /// Reads the parameters of a GET request: `query`, `operationName`, and `variables` and `extensions` as JSON.
    pub fn from_query_string(text: &str) -> Result<Self, Malformed> {
        let parameters = Query::<Vec<(String, String)>>::from_query(text)
            .map_err(|_| malformed("The query string cannot be read."))?
            .into_inner();
        let mut members = Map::new();
        for (name, value) in parameters {
            let value = match name.as_str() {
                "query" | "operationName" => Json::String(value),
                "variables" | "extensions" => {
                    serde_json::from_str(&value).map_err(|_| Malformed::Body(format!("`{name}` is not JSON.")))?
                }
                _ => continue,
            };
            if members.insert(name.clone(), value).is_some() {
                return Err(Malformed::Body(format!("`{name}` is given twice.")));
            }
        }
        Self::from_members(members)
    }

    /// Reads a body.
    pub fn parse(body: &[u8]) -> Result<Self, Malformed> {
        // The reader stops at 128 levels by itself, long before the stack does.
        let body: Json = serde_json::from_slice(body).map_err(|cause| {
            Malformed::Body(format!("The body is not JSON (line {}, column {}).", cause.line(), cause.column()))
        })?;
        match body {
            Json::Object(members) => Self::from_members(members),
            Json::Array(_) => Err(malformed("Send one operation at a time: batches are not supported.")),
            _ => Err(malformed("The body must be a JSON object.")),
        }
    }

    fn from_members(mut members: Map<String, Json>) -> Result<Self, Malformed> {
        let query = match members.remove("query") {
            Some(Json::String(query)) => query,
            _ => return Err(malformed("`query` must be a string.")),
        };
        let operation_name = match members.remove("operationName") {
            None | Some(Json::Null) => None,
            Some(Json::String(name)) => Some(name),
            Some(_) => return Err(malformed("`operationName` must be a string or null.")),
        };
        let mut values = 0;
        let variables = match members.remove("variables") {
            None | Some(Json::Null) => Variables::default(),
            Some(variables @ Json::Object(_)) => {
                if nesting(&variables) > limits::LITERAL_NESTING + 1 {
                    return Err(Malformed::TooDeep);
                }
                values = count(&variables);
                Variables::from_value(Value::from_json(variables).map_err(|_| malformed("`variables` is not JSON."))?)
            }
            Some(_) => return Err(malformed("`variables` must be an object or null.")),
        };
        match members.remove("extensions") {
            None | Some(Json::Null | Json::Object(_)) => Ok(Self { query, operation_name, variables, values }),
            Some(_) => Err(malformed("`extensions` must be an object or null.")),
        }
    }
}

fn malformed(message: &str) -> Malformed {
    Malformed::Body(message.to_owned())
}

fn nesting(value: &Json) -> usize {
    match value {
        Json::Array(items) => 1 + items.iter().map(nesting).max().unwrap_or(0),
        Json::Object(members) => 1 + members.values().map(nesting).max().unwrap_or(0),
        _ => 0,
    }
}

fn count(value: &Json) -> usize {
    match value {
        Json::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Json::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_read() {
        let call =
            Call::parse(br#"{"query": "{a}", "operationName": null, "variables": {"n": 1}, "other": 1}"#).unwrap();
        assert_eq!(call.query, "{a}");
        assert_eq!(call.variables.len(), 1);
    }

    #[test]
    fn a_query_string_is_a_call_too() {
        let call = Call::from_query_string("query=%7Ba%7D&operationName=A&variables=%7B%22n%22%3A1%7D&x=1").unwrap();
        assert_eq!((call.query.as_str(), call.operation_name.as_deref(), call.values), ("{a}", Some("A"), 2));
        for text in ["", "query=%7Ba%7D&query=%7Bb%7D", "query=a&variables=x", "query=a&variables=%5B%5D"] {
            assert!(matches!(Call::from_query_string(text), Err(Malformed::Body(_))), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_call_says_why() {
        for body in [
            "",
            "1",
            "{}",
            "[{\"query\":\"{a}\"}]",
            r#"{"query": 1}"#,
            r#"{"query": "{a}", "operationName": 1}"#,
            r#"{"query": "{a}", "variables": []}"#,
            r#"{"query": "{a}", "extensions": "x"}"#,
            &"[".repeat(100_000),
        ] {
            assert!(matches!(Call::parse(body.as_bytes()), Err(Malformed::Body(_))), "{body:.40}");
        }
        let deep = format!(r#"{{"query": "{{a}}", "variables": {{"x": {}1{}}}}}"#, "[".repeat(17), "]".repeat(17));
        assert_eq!(Call::parse(deep.as_bytes()).unwrap_err(), Malformed::TooDeep);
    }
}
