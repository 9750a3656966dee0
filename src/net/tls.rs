//! Encryption of all connections: one configuration, made once.

use std::sync::LazyLock;

use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt as _;

/// What HTTP is spoken over, the preferred one first (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Encryption for HTTP clients (`reqwest::ClientBuilder::tls_backend_preconfigured`).
///
/// Who a server is, the system says; a system without any certificate authority (a bare one, a container) is lent
/// those of Mozilla, as they were when the program was built.
#[must_use]
pub fn for_http() -> ClientConfig {
    let mut config = plain();
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
    config
}

/// The same for what speaks another protocol, WebSockets among them.
#[must_use]
pub fn plain() -> ClientConfig {
    static CONFIG: LazyLock<ClientConfig> = LazyLock::new(|| {
        of_system().unwrap_or_else(|error| {
            tracing::warn!("without certificates of the system, Mozilla's are used: {error}");
            lent()
        })
    });
    CONFIG.clone()
}

/// What the system knows of certificates.
///
/// # Errors
/// It knows of no certificate authority, or what it knows cannot be read.
fn of_system() -> Result<ClientConfig, rustls::Error> {
    Ok(builder().with_platform_verifier()?.with_no_client_auth())
}

/// Mozilla's certificate authorities.
fn lent() -> ClientConfig {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    builder().with_root_certificates(roots).with_no_client_auth()
}

fn builder() -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("ring has the versions that rustls prefers")
}
