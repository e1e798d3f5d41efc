//! One TLS client configuration for every connector.
//!
//! In: an optional PEM file with own roots. Out: a rustls configuration that always verifies. There is no "accept
//! anything". It does not know which server it will be used for.
//!
//! A configuration carries the parsed trust store (some hundred kilobytes): make one for each distinct input and
//! share the `Arc`.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::fault::{Fault, FaultKind, Reach};

/// The configuration for connections as a client.
///
/// `ca_file` holds PEM certificates of own authorities. They are added to those of the operating system, or with
/// `ca_only` replace them. The provider is always ring, named here, so that a second one in the build changes nothing.
///
/// # Errors
/// [`FaultKind::Setup`] if the file cannot be read or holds no certificate, if `ca_only` is set without a file, or if
/// the operating system has no trust store.
pub fn client_config(ca_file: Option<&Path>, ca_only: bool) -> Result<Arc<ClientConfig>, Fault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let own = ca_file.map(own_roots).transpose()?.unwrap_or_default();
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|e| setup(format!("TLS cannot be set up: {e}")))?;
    let config = if ca_only {
        builder.with_root_certificates(only(own)?).with_no_client_auth()
    } else {
        let verifier = Verifier::new_with_extra_roots(own, provider)
            .map_err(|e| setup(format!("the trust store of the operating system cannot be used: {e}")))?;
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
    };
    Ok(Arc::new(config))
}

fn own_roots(file: &Path) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let name = file.display();
    let roots: Vec<_> = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect)
        .map_err(|e| setup(format!("the CA file {name} cannot be read as PEM: {e}")))?;
    if roots.is_empty() {
        return Err(setup(format!("the CA file {name} holds no certificate (-----BEGIN CERTIFICATE-----)")));
    }
    Ok(roots)
}

fn only(roots: Vec<CertificateDer<'static>>) -> Result<RootCertStore, Fault> {
    if roots.is_empty() {
        return Err(setup("only an own CA is to be trusted, but no CA file is named".to_owned()));
    }
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(root).map_err(|e| setup(format!("a certificate in the CA file cannot be used: {e}")))?;
    }
    Ok(store)
}

fn setup(text: String) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn file_with(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_ca_of_the_agency_is_taken_from_its_pem_file() {
        let ca = rcgen::generate_simple_self_signed(vec!["ca.test".to_owned()]).unwrap();
        let file = file_with(&ca.cert.pem());
        client_config(Some(file.path()), true).unwrap();
        client_config(Some(file.path()), false).unwrap();
    }

    #[test]
    fn a_ca_file_without_a_certificate_is_refused_by_name() {
        let file = file_with("not a certificate\n");
        let fault = client_config(Some(file.path()), true).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Setup);
        assert!(fault.text.contains(&file.path().display().to_string()), "{fault}");
    }

    #[test]
    fn trusting_only_an_own_ca_needs_one() {
        assert_eq!(client_config(None, true).unwrap_err().kind, FaultKind::Setup);
    }

    #[test]
    fn a_missing_ca_file_is_refused_not_ignored() {
        let gone = Path::new("/nonexistent/ca.pem");
        assert_eq!(client_config(Some(gone), false).unwrap_err().kind, FaultKind::Setup);
    }
}
