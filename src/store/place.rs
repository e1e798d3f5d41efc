//! Where a database is, for people: In: its address. Out: the same without a password. Opens nothing.

use super::sqlite_path;

/// The port of PostgreSQL where none is named.
const USUAL_PORT: u16 = 5432;

/// The address without user and password.
pub(super) fn shown(url: &str) -> String {
    match sqlite_path(url) {
        Some(path) => path.display().to_string(),
        None => url.rsplit_once('@').map_or_else(|| url.to_owned(), |(_, host)| format!("postgres://{host}")),
    }
}

/// The file, or host, port and database: `10.0.0.5:5432/penghubung`. Never user, password or options.
#[must_use]
pub fn place(url: &str) -> String {
    if let Some(path) = sqlite_path(url) {
        return path.display().to_string();
    }
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('?').next().unwrap_or(rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let (host, database) = rest.split_once('/').unwrap_or((rest, ""));
    let host = if host.is_empty() { "localhost" } else { host };
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if has_port { format!("{host}/{database}") } else { format!("{host}:{USUAL_PORT}/{database}") }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_names_host_port_and_database_and_never_who_enters() {
        for (url, expected) in [
            ("postgres://peng:%73%65@10.0.0.5/peng", "10.0.0.5:5432/peng"),
            ("postgresql://peng@db.example:6432/peng?sslmode=require", "db.example:6432/peng"),
            ("postgres://u:a@b@[::1]:5433/d", "[::1]:5433/d"),
            ("postgres:///d", "localhost:5432/d"),
            ("sqlite:///var/lib/penghubung/penghubung.db", "/var/lib/penghubung/penghubung.db"),
        ] {
            assert_eq!(place(url), expected, "{url}");
        }
    }
}
