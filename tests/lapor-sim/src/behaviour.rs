//! Which behaviours were seen at the real service and which are invented for this stand-in.

/// Read in systems that call the real service in production (strong evidence, no specification).
pub(crate) const OBSERVED: &[&str] = &[
    "headers Authorization and token, both needed",
    "envelope results/message; a success has results, a 2xx may have none",
    "lists in results.data with results.next_page_url, page counted from 1",
    "GET /masters/institutions/external, ids as number or text",
    "GET /complaints/{id}/complaint: status, disposition, status_logs newest first, data_logs in no order, data as JSON text, placeholders",
    "GET /complaints/{id}/followups: created_at as d-m-Y H:i:s without zone, attachments as an object keyed 0, 1, … plus docs",
    "POST /complaints/complaint/file: results.images[].id and results.docs[].id",
    "POST /complaints/followup/add: multipart, no idempotency key, about 1,000 characters",
    "POST /complaints/process/{id}/reject: JSON",
];

/// Made up, because nobody outside has seen it.
pub(crate) const INVENTED: &[&str] = &[
    "GET /complaints: the listing itself, its filter updated_since, its order (newest first), page_size",
    "title, content, category, location, class, reporter and flags of a report, and their names",
    "the answer of add_followup (results.id) and of reject",
    "the exact form of every failure: 401 with a message, 429 with Retry-After, 200 with an error, login pages",
    "that a follow-up may become visible only after a while, and for how long",
    "that reject moves the report to the institution at once",
];
