//! The interface: every operation as it is known, with a listing of our own invention.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderMap, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::Sim;
use crate::bad_days::{Kind, json_of};
use crate::shapes::instant;
use crate::world::{Followup, World};

type Asked = Query<BTreeMap<String, String>>;

/// Every operation.
pub(crate) fn routes() -> Router<Sim> {
    Router::new()
        .route("/masters/institutions/external", get(institutions))
        .route("/masters/templates", get(templates))
        .route("/complaints", get(list))
        .route("/complaints/{id}/complaint", get(detail))
        .route("/complaints/{id}/followups", get(followups))
        .route("/complaints/complaint/file", post(upload))
        .route("/complaints/followup/add", post(add_followup))
        .route("/complaints/process/{id}/reject", post(reject))
        .route("/files/{name}", get(file))
}

/// The keys and the day, before anything else: `Err` is what the caller gets.
async fn begin(sim: &Sim, headers: &HeaderMap, op: &str) -> Result<Option<Kind>, Response<Body>> {
    let (day, known) = {
        let mut world = sim.world();
        let is = |name: &str, wanted: &str| headers.get(name).and_then(|value| value.to_str().ok()) == Some(wanted);
        let known = is("authorization", &world.authorization) && is("token", &world.token);
        (world.day_of(op), known)
    };
    match day {
        Some(kind) if !kind.accepts() => Err(kind.answer().await),
        _ if !known => Err(Kind::Expired.answer().await),
        day => Ok(day),
    }
}

/// The answer, unless the day spoils it.
async fn end(day: Option<Kind>, value: Value) -> Response<Body> {
    match day {
        Some(kind) => kind.answer().await,
        None => json_of(200, &value),
    }
}

async fn institutions(State(sim): State<Sim>, headers: HeaderMap) -> Response<Body> {
    let day = match begin(&sim, &headers, "institutions").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let all = json!([{"id": 12838, "name": "Dinas Kesehatan"}, {"id": "20001", "name": "Dinas Pekerjaan Umum"}, {"id": 20002, "name": "RSUD"}]);
    end(day, json!({"message": "success", "results": {"data": all, "next_page_url": null}})).await
}

async fn templates(State(sim): State<Sim>, headers: HeaderMap) -> Response<Body> {
    let day = match begin(&sim, &headers, "templates").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let all = json!([{"template_code": "T01", "title": "Terima kasih", "type": 1, "content": "Terima kasih atas laporan Anda."}]);
    end(day, json!({"message": "success", "results": {"data": all, "next_page_url": null}})).await
}

async fn list(State(sim): State<Sim>, headers: HeaderMap, Query(asked): Asked) -> Response<Body> {
    let day = match begin(&sim, &headers, "list").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let page = {
        let mut world = sim.world();
        page_of(&mut world, &asked)
    };
    match page {
        Some(page) => end(day, page).await,
        None => Kind::Missing.answer().await,
    }
}

/// Newest first; `None`: the page that should be there is not.
fn page_of(world: &mut World, asked: &BTreeMap<String, String>) -> Option<Value> {
    let number = |name: &str, usual: usize| asked.get(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (mut page, size) = (number("page", 1).max(1), number("page_size", 25).max(1));
    let since = asked.get("updated_since").and_then(|text| instant(text)).unwrap_or(i64::MIN);
    let calls = world.calls.get("list").copied().unwrap_or_default();
    let mut rows: Vec<_> = world.reports.iter().filter(|report| report.updated >= since).cloned().collect();
    rows.sort_by_key(|report| std::cmp::Reverse((report.created, report.id)));
    if world.is_odd("order_changes") && calls.is_multiple_of(2) {
        rows.reverse();
    }
    let last = rows.len().div_ceil(size).max(1);
    if world.is_odd("empty_first_page") && page == 1 {
        world.shapes.retain(|shape| shape != "empty_first_page");
        rows.clear();
    }
    if world.is_odd("last_page_missing") && page == last && last > 1 {
        return None;
    }
    let asked_page = page;
    if world.is_odd("repeat_page") && page > 1 {
        page -= 1;
        world.shapes.retain(|shape| shape != "repeat_page");
    }
    let shift = usize::from(world.is_odd("shift_page") && page > 1);
    let here: Vec<Value> =
        rows.iter().skip((page - 1) * size - shift).take(size).map(|report| world.item(report)).collect();
    let more = asked_page < last || world.is_odd("loop");
    let next = more
        .then(|| format!("{}/complaints?page={}", world.base, if world.is_odd("loop") { 1 } else { asked_page + 1 }));
    let here =
        if world.is_odd("loop") { rows.iter().take(size).map(|report| world.item(report)).collect() } else { here };
    Some(json!({"message": "success", "results": {"data": here, "next_page_url": next, "total": 0}}))
}

async fn detail(State(sim): State<Sim>, headers: HeaderMap, Path(id): Path<String>) -> Response<Body> {
    let day = match begin(&sim, &headers, "detail").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let found = {
        let mut world = sim.world();
        world.report(&id).cloned().map(|report| world.detail(&report))
    };
    match found {
        Some(found) => end(day, found).await,
        None => Kind::Missing.answer().await,
    }
}

async fn followups(
    State(sim): State<Sim>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(asked): Asked,
) -> Response<Body> {
    let day = match begin(&sim, &headers, "followups").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let page = asked.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let found = {
        let mut world = sim.world();
        world.report(&id).cloned().map(|report| world.followups(&report, page))
    };
    match found {
        Some(found) => end(day, found).await,
        None => Kind::Missing.answer().await,
    }
}

/// The fields of a form, files as their names.
async fn fields(mut form: Multipart) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut fields, mut files) = (BTreeMap::new(), Vec::new());
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                files.push(file);
                // The bytes are read, and not kept.
                drop(field.bytes().await);
            }
            None => drop(fields.insert(name, field.text().await.unwrap_or_default())),
        }
    }
    (fields, files)
}

async fn upload(State(sim): State<Sim>, headers: HeaderMap, form: Multipart) -> Response<Body> {
    let day = match begin(&sim, &headers, "upload").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let (_, files) = fields(form).await;
    let value = {
        let mut world = sim.world();
        world.uploads += files.len() as u64;
        let (mut images, mut docs) = (Vec::new(), Vec::new());
        for file in files {
            let id = world.next_id();
            let picture = [".jpg", ".jpeg", ".png"].iter().any(|end| file.to_lowercase().ends_with(end));
            if picture { images.push(json!({"id": id})) } else { docs.push(json!({"id": id})) }
        }
        json!({"message": "success", "results": {"images": images, "docs": docs}})
    };
    end(day, value).await
}

async fn add_followup(State(sim): State<Sim>, headers: HeaderMap, form: Multipart) -> Response<Body> {
    let day = match begin(&sim, &headers, "add_followup").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let (form, files) = fields(form).await;
    let of = |name: &str| form.get(name).cloned().unwrap_or_default();
    if of("content").chars().count() > 1000 {
        return json_of(422, &json!({"message": "content terlalu panjang"}));
    }
    let followup = Followup {
        institution_from_name: Some("Dinas Kesehatan".to_owned()),
        content: of("content"),
        is_secret: of("is_secret"),
        files,
        form: form.clone(),
        ..Followup::default()
    };
    let taken = {
        let mut world = sim.world();
        let delay = world.visible_after;
        world.follow_up(&of("complaint_id"), followup, delay)
    };
    match taken {
        Some(id) => end(day, json!({"message": "success", "results": {"id": id}})).await,
        None => Kind::Missing.answer().await,
    }
}

async fn reject(State(sim): State<Sim>, headers: HeaderMap, Path(id): Path<String>, body: String) -> Response<Body> {
    let day = match begin(&sim, &headers, "reject").await {
        Ok(day) => day,
        Err(answer) => return answer,
    };
    let body: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
    let to = body.get("reason").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let done = {
        let mut world = sim.world();
        let now = world.now;
        match (world.report(&id), to) {
            (Some(report), Some(to)) => {
                report.disposition_id = to;
                report.disposition_name = "Instansi lain".to_owned();
                report.updated = now;
                true
            }
            _ => false,
        }
    };
    if done {
        end(day, json!({"message": "success", "results": {"data": {}}})).await
    } else {
        Kind::Missing.answer().await
    }
}

async fn file(State(sim): State<Sim>, Path(name): Path<String>) -> Response<Body> {
    let found = {
        let mut world = sim.world();
        *world.calls.entry("file".to_owned()).or_default() += 1;
        world.files.get(&name).cloned()
    };
    match found {
        Some(bytes) => Response::new(Body::from(bytes)),
        None if name == "pindah.jpg" => Kind::LoginRedirect.answer().await,
        None => Kind::Missing.answer().await,
    }
}
