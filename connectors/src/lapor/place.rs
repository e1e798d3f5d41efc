//! Places as the service writes them: which part of one may be shown of a reporter who is protected.
//!
//! In: free words. Out: those that are no nearer than a Kecamatan. Knows no map.

/// The parts of a place that say themselves that they are a Kecamatan or wider.
pub(super) fn wide(place: &str) -> Option<String> {
    const WIDE: [&str; 8] = ["kec", "kecamatan", "kab", "kabupaten", "kota", "prov", "provinsi", "prop"];
    let is_wide = |part: &&str| {
        let first = part.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        WIDE.contains(&first.as_str())
    };
    let parts: Vec<&str> = place.split([',', ';', '/']).map(str::trim).filter(is_wide).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Parts in their order; `None` where there is none.
pub(super) fn joined(parts: &[Option<String>]) -> Option<String> {
    let there: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    (!there.is_empty()).then(|| there.join(", "))
}

#[cfg(test)]
mod tests {
    use super::wide;

    #[test]
    fn only_what_calls_itself_a_kecamatan_or_wider_is_wide() {
        let place = "Desa Wonokerso, RT 3/RW 1, Kecamatan Bandar, Kab. Batang, Jawa Tengah";
        assert_eq!(wide(place).as_deref(), Some("Kecamatan Bandar, Kab. Batang"));
        assert_eq!(wide("Jl. Kenanga 7, Wonokerso"), None);
    }
}
