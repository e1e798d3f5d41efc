//! A certificate authority of the sandbox's own, and connections that trust only it.
//!
//! In: a folder. Out: `ca.pem`, `server.pem`, `server.key` in it; a TLS stream to a port of loopback.

use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::server::Account;

/// A TLS connection of a test.
pub type Secure = StreamOwned<ClientConnection, TcpStream>;

/// Makes the authority and one certificate for `localhost` and `127.0.0.1`.
pub fn make_certificates(folder: &Path, account: &Account) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.distinguished_name.push(DnType::CommonName, "sandbox authority");
    let authority_certificate = authority.self_signed(&authority_key).unwrap();

    let server_key = KeyPair::generate().unwrap();
    let mut server = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    server.distinguished_name.push(DnType::CommonName, "localhost");
    let server_certificate = server.signed_by(&server_key, &Issuer::new(authority, authority_key)).unwrap();

    std::fs::write(folder.join("ca.pem"), authority_certificate.pem()).unwrap();
    account.file(&folder.join("server.pem"), &(server_certificate.pem() + &authority_certificate.pem()));
    account.file(&folder.join("server.key"), &server_key.serialize_pem());
}

/// Connects to `port` of loopback without TLS. Every read and write has a limit.
pub fn connect_plain(port: u16) -> std::io::Result<TcpStream> {
    let socket = TcpStream::connect(("127.0.0.1", port))?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(Duration::from_secs(60)))?;
    socket.set_write_timeout(Some(Duration::from_secs(60)))?;
    Ok(socket)
}

/// Connects to `port` of loopback, trusting only the authority in `ca_file`.
pub fn connect_secure(port: u16, ca_file: &Path) -> std::io::Result<Secure> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca_file).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let session = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap();
    Ok(StreamOwned::new(session, connect_plain(port)?))
}
