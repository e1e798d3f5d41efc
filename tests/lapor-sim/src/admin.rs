//! Orders of whoever plays the service: reports, follow-ups by others, bad days, time. Loopback only, like all of it.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Sim;
use crate::bad_days::Day;
use crate::behaviour::{INVENTED, OBSERVED};
use crate::world::{Followup, Report};

/// Every order.
pub(crate) fn routes() -> Router<Sim> {
    Router::new()
        .route("/_sim/behaviour", get(|| async { Json(json!({"observed": OBSERVED, "invented": INVENTED})) }))
        .route("/_sim/reports", post(add_reports))
        .route("/_sim/reports/{id}", post(change))
        .route("/_sim/followups", get(followups).post(answer))
        .route("/_sim/days", post(days))
        .route("/_sim/shapes", post(shapes))
        .route("/_sim/visible_after/{seconds}", post(visible_after))
        .route("/_sim/advance/{seconds}", post(advance))
        .route("/_sim/keys", post(keys))
        .route("/_sim/files/{name}", post(file))
        .route("/_sim/calls", get(calls))
}

async fn add_reports(State(sim): State<Sim>, Json(reports): Json<Vec<Report>>) -> Json<Value> {
    let mut world = sim.world();
    let ids: Vec<i64> = reports.into_iter().map(|report| world.add(report)).collect();
    Json(json!(ids))
}

/// What may be changed of a report; also `gone`.
#[derive(Deserialize)]
struct Change {
    status_name: Option<String>,
    content_final: Option<String>,
    is_anonymous: Option<bool>,
    is_secret: Option<bool>,
    user_name: Option<String>,
    #[serde(default)]
    gone: bool,
}

async fn change(State(sim): State<Sim>, Path(id): Path<String>, Json(change): Json<Change>) -> Json<Value> {
    let mut world = sim.world();
    let now = world.now;
    if let Some(report) = world.report(&id) {
        if let Some(status) = change.status_name {
            report.status_name = status;
        }
        if change.content_final.is_some() {
            report.content_final = change.content_final;
        }
        report.is_anonymous = change.is_anonymous.unwrap_or(report.is_anonymous);
        report.is_secret = change.is_secret.unwrap_or(report.is_secret);
        if let Some(name) = change.user_name {
            report.user_name = name;
        }
        report.updated = now;
    }
    if change.gone {
        world.reports.retain(|report| report.id.to_string() != id);
    }
    Json(json!({}))
}

/// Everything written under any report, seen or not.
async fn followups(State(sim): State<Sim>) -> Json<Value> {
    let world = sim.world();
    let all: Vec<&Followup> = world.reports.iter().flat_map(|report| &report.followups).collect();
    Json(json!(all))
}

async fn answer(State(sim): State<Sim>, Json(followup): Json<Followup>) -> Json<Value> {
    let mut world = sim.world();
    let report = followup.report.to_string();
    Json(json!(world.follow_up(&report, followup, 0)))
}

async fn days(State(sim): State<Sim>, Json(days): Json<Vec<Day>>) -> Json<Value> {
    sim.world().days = days;
    Json(json!({}))
}

async fn shapes(State(sim): State<Sim>, Json(shapes): Json<Vec<String>>) -> Json<Value> {
    sim.world().shapes = shapes;
    Json(json!({}))
}

async fn visible_after(State(sim): State<Sim>, Path(seconds): Path<i64>) -> Json<Value> {
    sim.world().visible_after = seconds;
    Json(json!({}))
}

async fn advance(State(sim): State<Sim>, Path(seconds): Path<i64>) -> Json<Value> {
    let mut world = sim.world();
    world.now += seconds;
    Json(json!(world.now))
}

/// The keys that are taken from now on.
#[derive(Deserialize)]
struct Keys {
    authorization: String,
    token: String,
}

async fn keys(State(sim): State<Sim>, Json(keys): Json<Keys>) -> Json<Value> {
    let mut world = sim.world();
    (world.authorization, world.token) = (keys.authorization, keys.token);
    Json(json!({}))
}

async fn file(State(sim): State<Sim>, Path(name): Path<String>, body: axum::body::Bytes) -> Json<Value> {
    sim.world().files.insert(name, body.to_vec());
    Json(json!({}))
}

async fn calls(State(sim): State<Sim>) -> Json<Value> {
    Json(json!(sim.world().calls))
}
