//! Which media types come in and go out, as "GraphQL over HTTP" has it.

use actix_web::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/json`: the status is 200 whatever became of the operation.
    Json,
    /// `application/graphql-response+json`: the status says whether the operation ran.
    GraphqlResponse,
}

impl Media {
    /// The content type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    const fn subtype(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GraphqlResponse => "graphql-response+json",
        }
    }
}

/// The media type that the client prefers, or none if it takes neither of ours.
pub fn accepted(headers: &HeaderMap) -> Option<Media> {
    let ranges: Vec<_> = headers
        .get_all(ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Range::parse)
        .collect();
    if !headers.contains_key(ACCEPT) {
        return Some(Media::Json);
    }
    let (json, response) = (weigh(&ranges, Media::Json), weigh(&ranges, Media::GraphqlResponse));
    match (json.quality, response.quality) {
        (0, 0) => None,
        _ if json > response => Some(Media::Json),
        // An equal wish by name is for the newer type; by `*/*` it is for the one that everybody knows.
        _ if json < response || json.exactness == EXACT => Some(Media::GraphqlResponse),
        _ => Some(Media::Json),
    }
}

/// Whether a body is JSON in UTF-8, as it must be: anything else could be sent by a foreign page without asking first.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(value)) = headers.get(CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case("charset")
                    && value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            })
        })
}

/// Whether a body comes as it is. We do not unpack: a small archive may hold a large text.
pub fn is_plain(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).all(|value| value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

const EXACT: u8 = 2;

/// How much a client wants a media type: in thousandths, then by how exactly it was named.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    quality: u16,
    exactness: u8,
}

struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    quality: u16,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let quality = parts
            .filter_map(|parameter| parameter.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(Some(1000), |(_, value)| thousandths(value.trim()))?;
        Some(Self { kind, subtype, quality })
    }

    fn exactness(&self, media: Media) -> Option<u8> {
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (kind, "*") if kind.eq_ignore_ascii_case("application") => Some(1),
            (kind, subtype)
                if kind.eq_ignore_ascii_case("application") && subtype.eq_ignore_ascii_case(media.subtype()) =>
            {
                Some(EXACT)
            }
            _ => None,
        }
    }
}

fn weigh(ranges: &[Range<'_>], media: Media) -> Weight {
    ranges
        .iter()
        .filter_map(|range| Some((range.exactness(media)?, range.quality)))
        .max()
        .map_or_else(Weight::default, |(exactness, quality)| Weight { quality, exactness })
}

/// A quality such as `0.85`, as 850.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let quality = match whole {
        "0" | "" if digits => format!("{fraction:0<3}").parse().ok()?,
        "1" if digits => 1000,
        _ => return None,
    };
    Some(quality)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn with(name: actix_web::http::header::HeaderName, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn the_preferred_type_is_found() {
        let json = Some(Media::Json);
        let response = Some(Media::GraphqlResponse);
        assert_eq!(accepted(&HeaderMap::new()), json);
        for (accept, expected) in [
            ("*/*", json),
            ("application/*", json),
            ("application/json", json),
            ("application/graphql-response+json", response),
            ("application/graphql-response+json, application/json;q=0.9", response),
            ("application/graphql-response+json;q=0.8, application/json;q=0.9", json),
            ("application/json, application/graphql-response+json", response),
            ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", response),
            ("application/json;q=0, */*", response),
            ("text/html, application/graphql-response+json;q=0.1", response),
            ("text/html,*/*;q=0.8", json),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=2", None),
            ("nonsense", None),
        ] {
            assert_eq!(accepted(&with(ACCEPT, accept)), expected, "{accept}");
        }
    }

    #[test]
    fn only_json_in_utf_8_comes_in() {
        for good in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""] {
            assert!(is_json(&with(CONTENT_TYPE, good)), "{good}");
        }
        for bad in ["text/plain", "application/json; charset=latin1", "application/jsonx", "application/json; a=b", ""]
        {
            assert!(!is_json(&with(CONTENT_TYPE, bad)), "{bad}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
