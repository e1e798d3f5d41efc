//! The service's bad days: what goes wrong with the next calls of an operation.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::world::World;

/// Longer than anybody waits.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// A bad day: the next `times` calls of `op` (`any`: of each) go wrong in one way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Day {
    pub(crate) op: String,
    pub(crate) kind: Kind,
    #[serde(default = "one")]
    pub(crate) times: u32,
}

fn one() -> u32 {
    1
}

/// In which way. `accept_…`: what was asked for is done all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    ErrorIn200,
    ExpiredIn200,
    Expired,
    LoginPage,
    LoginRedirect,
    Empty,
    WrongType,
    NotJson,
    Huge,
    Packed,
    RateLimited,
    ServerError,
    GatewayPage,
    Silence,
    Cut,
    Missing,
    AcceptSilence,
    AcceptServerError,
    AcceptGatewayPage,
    AcceptCut,
    AcceptErrorIn200,
}

impl Kind {
    /// True where the call has its effect before it goes wrong.
    pub(crate) fn accepts(self) -> bool {
        matches!(
            self,
            Self::AcceptSilence
                | Self::AcceptServerError
                | Self::AcceptGatewayPage
                | Self::AcceptCut
                | Self::AcceptErrorIn200
        )
    }

    /// What the caller gets.
    pub(crate) async fn answer(self) -> Response<Body> {
        let page = "<!DOCTYPE html><html><body><form action=/login>Masuk ke LAPOR!</form></body></html>";
        match self {
            Self::ErrorIn200 | Self::AcceptErrorIn200 => {
                json_of(200, &json!({"message": "Terjadi kesalahan pada sistem", "status": false}))
            }
            Self::ExpiredIn200 => json_of(200, &json!({"message": "Token expired"})),
            Self::Expired => json_of(401, &json!({"message": "Unauthenticated."})),
            Self::LoginPage => html(200, page),
            Self::LoginRedirect => {
                reply(Response::builder().status(302).header(header::LOCATION, "/login"), Body::empty())
            }
            Self::Empty => json_text(200, ""),
            Self::WrongType => json_of(200, &json!({"results": "ok", "message": "success"})),
            Self::NotJson => json_text(200, "{\"results\": {"),
            Self::Huge => {
                json_text(200, &format!("{{\"results\":{{\"data\":[]}},\"x\":\"{}\"}}", "a".repeat(30 << 20)))
            }
            Self::Packed => reply(
                Response::builder()
                    .status(200)
                    .header(header::CONTENT_TYPE, "application/json")
                    .header(header::CONTENT_ENCODING, "gzip"),
                Body::from(vec![0x1f, 0x8b, 8, 0]),
            ),
            Self::RateLimited => reply(
                Response::builder().status(429).header(header::RETRY_AFTER, "120"),
                Body::from("{\"message\":\"Too Many Attempts.\"}"),
            ),
            Self::ServerError | Self::AcceptServerError => json_of(500, &json!({"message": "Server Error"})),
            Self::GatewayPage | Self::AcceptGatewayPage => html(502, "<html><h1>502 Bad Gateway</h1></html>"),
            Self::Silence | Self::AcceptSilence => {
                tokio::time::sleep(FOR_EVER).await;
                json_text(200, "")
            }
            Self::Cut | Self::AcceptCut => cut(),
            Self::Missing => json_of(404, &json!({"message": "Not Found"})),
        }
    }
}

impl World {
    /// The bad day that this call falls on.
    pub(crate) fn day_of(&mut self, op: &str) -> Option<Kind> {
        *self.calls.entry(op.to_owned()).or_default() += 1;
        let day = self.days.iter_mut().find(|day| day.times > 0 && (day.op == op || day.op == "any"))?;
        day.times -= 1;
        Some(day.kind)
    }
}

/// Half an answer, then the connection breaks.
fn cut() -> Response<Body> {
    let parts = [Ok("{\"results\":".to_owned()), Err(std::io::Error::other("cut"))];
    let half = Body::from_stream(futures_util::stream::iter(parts));
    reply(Response::builder().status(200).header(header::CONTENT_TYPE, "application/json"), half)
}

/// JSON.
pub(crate) fn json_of(status: u16, value: &serde_json::Value) -> Response<Body> {
    json_text(status, &value.to_string())
}

fn json_text(status: u16, text: &str) -> Response<Body> {
    reply(
        Response::builder().status(status).header(header::CONTENT_TYPE, "application/json"),
        Body::from(text.to_owned()),
    )
}

fn html(status: u16, text: &str) -> Response<Body> {
    reply(
        Response::builder().status(status).header(header::CONTENT_TYPE, "text/html; charset=utf-8"),
        Body::from(text.to_owned()),
    )
}

fn reply(builder: axum::http::response::Builder, body: Body) -> Response<Body> {
    builder.body(body).unwrap_or_else(|_| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
