//! Files that hang on a report, fetched under guard: they lie where the service says, and the service only repeats what
//! a stranger wrote.
//!
//! In: an address. Out: bytes, or why they were not fetched. HTTPS on port 443 of a host on the account's list, whose
//! address is a public one (or stands on the list as one of ours), dialled exactly where it was looked up; no redirect,
//! no keys, a size and a time. Plain HTTP only to this machine itself, for tests.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::redirect::Policy;

use super::account::{Account, FileHost};
use super::document::Fetched;
use super::report::File;
use crate::tls;

/// One file must be here within this time.
const WITHIN: Duration = Duration::from_secs(60);
/// Names, TCP and TLS.
const CONNECT: Duration = Duration::from_secs(15);

/// Fetches each, at most as many and as large as the profile bears.
pub(super) async fn fetch_all(account: &Account, files: &[File]) -> Vec<Fetched> {
    let limits = &account.profile.limits;
    let mut fetched = Vec::new();
    for (n, file) in files.iter().enumerate() {
        let got = if n < limits.files {
            fetch(account, &file.url, limits.file_bytes).await
        } else {
            Err("beyond the number of files that are fetched".to_owned())
        };
        let (base64, why) = match got {
            Ok(bytes) => (Some(STANDARD.encode(bytes)), None),
            Err(why) => (None, Some(why)),
        };
        fetched.push(Fetched { url: file.url.clone(), name: file.name.clone(), base64, why });
    }
    fetched
}

async fn fetch(account: &Account, address: &str, most: u64) -> Result<Vec<u8>, String> {
    let (url, host) = allowed(&account.file_hosts, address)?;
    let port = url.port_or_known_default().unwrap_or(443);
    let found = tokio::time::timeout(CONNECT, tokio::net::lookup_host((host.host.as_str(), port))).await;
    let found: Vec<SocketAddr> = match found {
        Ok(Ok(found)) => found.collect(),
        Ok(Err(_)) | Err(_) => return Err("its host has no address".to_owned()),
    };
    if found.is_empty() || !found.iter().all(|at| may_dial(at.ip(), &host, url.scheme())) {
        return Err("its host has an address that is not public".to_owned());
    }
    let config = tls::client_config(account.ca_file.as_deref(), account.ca_only).map_err(|fault| fault.text)?;
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(config.as_ref().clone())
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(WITHIN)
        .referer(false)
        .no_proxy()
        .resolve_to_addrs(&host.host, &found)
        .build()
        .map_err(|_| "HTTP cannot be set up".to_owned())?;
    let mut response = http.get(url).send().await.map_err(|_| "its host does not answer".to_owned())?;
    if !response.status().is_success() {
        return Err(format!("its host says {}", response.status().as_u16()));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| "it broke off".to_owned())? {
        if (bytes.len() + chunk.len()) as u64 > most {
            return Err("it is larger than what is fetched".to_owned());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The address taken apart, and its host as it stands on the list.
fn allowed(hosts: &[FileHost], address: &str) -> Result<(url::Url, FileHost), String> {
    let url = url::Url::parse(address).map_err(|_| "its address is none".to_owned())?;
    let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    if !is_written_as_understood(address, &name) {
        return Err("its host is written in a way that hides it".to_owned());
    }
    let host = hosts.iter().find(|host| host.host.eq_ignore_ascii_case(&name));
    let host = host.cloned().ok_or_else(|| "its host is not on the list of hosts to fetch from".to_owned())?;
    let here = host.private && name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let secure = url.scheme() == "https" && (url.port().is_none() || here);
    if !(secure || here && url.scheme() == "http") {
        return Err("it is not behind HTTPS on its usual port".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("its address holds a login".to_owned());
    }
    Ok((url, host))
}

/// A host that is written in another way than it is understood (`0x7f.1`, a backslash behind it) is no honest link.
fn is_written_as_understood(address: &str, host: &str) -> bool {
    let written = address.split_once("://").map_or("", |(_, rest)| rest.trim_start_matches('[')).to_ascii_lowercase();
    let behind = written.strip_prefix(host).map(|rest| rest.trim_start_matches(']'));
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([':', '/', '?', '#']))
}

fn may_dial(ip: IpAddr, host: &FileHost, scheme: &str) -> bool {
    if scheme == "http" { ip.is_loopback() } else { host.private || is_public(ip) }
}

/// True for an address of the open internet.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            !(ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_broadcast()
                || ip.is_documentation()
                || ip.is_unspecified()
                || ip.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
                || (a == 192 && b == 0))
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_public(IpAddr::V4(mapped)),
            None => ip.segments().first().is_some_and(|first| first & 0xe000 == 0x2000) && !is_embedding(ip),
        },
    }
}

/// Prefixes that carry an IPv4 address or are for examples: 6to4, Teredo, documentation.
fn is_embedding(ip: std::net::Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    a == 0x2002 || (a == 0x2001 && (b == 0 || b == 0xdb8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Vec<FileHost> {
        let host = |host: &str, private| FileHost { host: host.to_owned(), private };
        vec![host("www.lapor.go.id", false), host("127.0.0.1", true)]
    }

    #[test]
    fn only_https_on_a_listed_host_is_asked() {
        let ok = ["https://www.lapor.go.id/a.jpg", "https://WWW.lapor.go.id:443/a", "http://127.0.0.1:8080/a"];
        assert!(ok.iter().all(|address| allowed(&hosts(), address).is_ok()));
        for address in [
            "http://www.lapor.go.id/a",
            "https://www.lapor.go.id:8443/a",
            "https://user@www.lapor.go.id/a",
            "https://www.lapor.go.id.evil.example/a",
            "https://evil.example/www.lapor.go.id",
            "https://www.lapor.go.id@evil.example/",
            "file:///etc/passwd",
            "ftp://www.lapor.go.id/a",
            "https://0x7f.1/a",
            "https://017700000001/a",
            "https://[::ffff:127.0.0.1]/a",
            "https://localhost/a",
            "//www.lapor.go.id/a",
            "https://www.lapor.go.id\\@evil.example/",
            "",
            "gopher://127.0.0.1/",
            "https://127.0.0.2/a",
            "http://2130706434/",
            "http://[::1]/",
        ] {
            assert!(allowed(&hosts(), address).is_err(), "{address}");
        }
    }

    #[test]
    fn addresses_inside_are_not_public() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        assert!(is_public("103.10.20.30".parse().unwrap()) && is_public("2404:6800::1".parse().unwrap()));
    }
}
