//! How reports look on the wire, and the oddities of shape that can be switched on.
//!
//! Shapes: `string_ids`, `missing_fields`, `unknown_status`, `attachments_array`, `repeat_page`, `shift_page`, `loop`,
//! `last_page_missing`, `empty_first_page`, `order_changes`, `nested`, `whole_items`.

use serde_json::{Value, json};

use crate::world::{Followup, Report, World};

/// WIB.
const ZONE: i64 = 7 * 3600;

impl World {
    /// True if an oddity is switched on.
    pub(crate) fn is_odd(&self, shape: &str) -> bool {
        self.shapes.iter().any(|on| on == shape)
    }

    fn id(&self, id: i64) -> Value {
        if self.is_odd("string_ids") { json!(id.to_string()) } else { json!(id) }
    }

    /// An item of the listing.
    pub(crate) fn item(&self, report: &Report) -> Value {
        let mut item = json!({
            "id": self.id(report.id), "tracking_id": self.id(report.id), "title": report.title, "status_name": self.status(report),
            "created_at": local(report.created), "updated_at": local(report.updated), "disposition_id": report.disposition_id,
        });
        if self.is_odd("missing_fields") {
            item = json!({"id": self.id(report.id)});
        }
        if self.is_odd("whole_items") {
            item = self.detail(report).pointer("/results/data").cloned().unwrap_or(item);
        }
        item
    }

    fn status(&self, report: &Report) -> String {
        if self.is_odd("unknown_status") { "Menunggu Telaah".to_owned() } else { report.status_name.clone() }
    }

    /// The detail.
    pub(crate) fn detail(&self, report: &Report) -> Value {
        let log = format!(
            "{{\"status_old\":{{\"name\":\"Belum Terverifikasi\"}},\"status_new\":{{\"name\":\"{}\"}}}}",
            report.status_name
        );
        let mut data = json!({
            "id": self.id(report.id), "tracking_id": self.id(report.id), "title": report.title, "content": report.content,
            "content_final": report.content_final, "classification_name": report.classification_name, "category_name": report.category_name,
            "location_name": report.location_name, "status_code": "x", "status_name": self.status(report), "is_anonymous": i64::from(report.is_anonymous),
            "is_secret": i64::from(report.is_secret), "user_name": report.user_name, "user_id": 99, "created_at": local(report.created),
            "updated_at": local(report.updated), "disposition_id": self.id(report.disposition_id), "disposition_name": report.disposition_name,
            "attachments": self.files(&report.attachments), "status_logs": [{"note": "diteruskan", "timestamp": local(report.created)}],
        });
        if self.is_odd("missing_fields") {
            data = json!({"id": self.id(report.id), "content": report.content});
        }
        let to = if self.is_odd("nested") {
            json!({"id": 12838, "name": report.disposition_name})
        } else {
            json!(report.disposition_name)
        };
        json!({"message": "success", "results": {"data": data, "data_logs": [
            {"id": report.id * 10, "date": local(report.created), "content": "Laporan diteruskan {{institution_from}} → {{institution_to}} ({{status_new}})",
             "institution_from_name": "Admin Instansi", "institution_to": to, "data": log, "attachments": {}}]}})
    }

    /// A page of follow-ups that can be seen by now.
    pub(crate) fn followups(&self, report: &Report, page: usize) -> Value {
        let seen: Vec<&Followup> = report.followups.iter().filter(|followup| followup.visible_at <= self.now).collect();
        let here: Vec<Value> =
            seen.iter().skip((page.max(1) - 1) * 10).take(10).map(|followup| self.followup(followup)).collect();
        let next = (seen.len() > page * 10)
            .then(|| format!("{}/complaints/{}/followups?page={}", self.base, report.id, page + 1));
        json!({"message": "success", "results": {"data": here, "next_page_url": next}})
    }

    fn followup(&self, followup: &Followup) -> Value {
        json!({"id": self.id(followup.id), "created_at": local(followup.at), "institution_from_name": followup.institution_from_name, "user_name": followup.user_name,
            "institution_to_name": null, "template_code": null, "template_content": null, "content": followup.content,
            "attachments": self.files(&followup.files)})
    }

    fn files(&self, names: &[String]) -> Value {
        let address =
            |name: &String| if name.contains("://") { name.clone() } else { format!("{}/files/{name}", self.base) };
        let file = |name: &String| json!({"path": address(name), "file_name": name.rsplit('/').next(), "extension": name.rsplit('.').next()});
        if self.is_odd("attachments_array") {
            return names.iter().map(file).collect();
        }
        let mut keyed: serde_json::Map<String, Value> =
            names.iter().enumerate().map(|(n, name)| (n.to_string(), file(name))).collect();
        keyed.insert("docs".to_owned(), json!([]));
        Value::Object(keyed)
    }
}

/// `d-m-Y H:i:s`, without a zone.
pub(crate) fn local(at: i64) -> String {
    let at = at + ZONE;
    let (days, second) = (at.div_euclid(86400), at.rem_euclid(86400));
    let (year, month, day) = civil(days);
    format!("{day:02}-{month:02}-{year:04} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// Back again, also from `Y-m-d H:i:s`.
pub(crate) fn instant(text: &str) -> Option<i64> {
    let numbers: Vec<i64> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let &[a, month, c, hour, minute, second] = numbers.get(..6)? else { return None };
    let (year, day) = if a > 31 { (a, c) } else { (c, a) };
    Some(days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - ZONE)
}

/// Days since 1970 to a date (Howard Hinnant's civil_from_days).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let (era, doe) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let y = year - i64::from(month <= 2);
    let (era, yoe) = (y.div_euclid(400), y.rem_euclid(400));
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_without_a_zone_and_read_back() {
        assert_eq!(local(1_795_142_460), "20-11-2026 09:41:00");
        assert_eq!(instant("20-11-2026 09:41:00"), Some(1_795_142_460));
        assert_eq!(instant("2026-11-20 09:41:00"), Some(1_795_142_460));
        assert_eq!(instant("kemarin"), None);
    }
}
