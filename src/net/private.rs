//! Guard of the listener's own network: tells its addresses, and resolves names to public addresses only.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use tokio::{net::lookup_host, time::timeout};

/// The environment variables that name a proxy. Its address is the listener's choice, and so may be private.
const PROXIES: &[&str] =
    &["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

/// Whether the address is, by its look, on this machine or in the listener's own network.
pub(crate) fn is_private(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return true };
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    match host.parse::<IpAddr>() {
        Ok(ip) => !is_public(ip),
        Err(_) => {
            host == "localhost" || [".localhost", ".local", ".internal"].iter().any(|end| host.ends_with(end))
        }
    }
}

/// Whether the name of `url` leads into the listener's own network; no, if it leads nowhere.
pub(crate) async fn resolves_to_private(url: &Url, limit: Duration) -> bool {
    let Some(host) = url.host_str() else { return false };
    let found = timeout(limit, lookup_host((host, 0))).await;
    found.is_ok_and(|found| found.is_ok_and(|mut all| all.any(|address| !is_public(address.ip()))))
}

/// DNS resolver: the system's, without addresses that are not public.
pub(crate) struct PublicOnly {
    /// Hosts of proxies.
    exempt: Vec<String>,
}

impl PublicOnly {
    pub(crate) fn new() -> Arc<Self> {
        let told = PROXIES.iter().filter_map(|name| std::env::var(name).ok());
        let hosts = told.filter_map(|address| Url::parse(&address).ok()?.host_str().map(str::to_owned));
        Arc::new(Self { exempt: hosts.collect() })
    }
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let is_exempt = self.exempt.contains(&name);
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> =
                found.filter(|address| is_exempt || is_public(address.ip())).collect();
            if public.is_empty() {
                let reason = format!("{name} is in this machine's own network");
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether `ip` is of the public network: not of this machine, its network, or a special use
/// (IANA's registries of special-purpose addresses).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = a == 0
        || a >= 240
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (b == 18 || b == 19);
    !(is_special
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    // IPv4 addresses inside IPv6 addresses: mapped, compatible, NAT64, 6to4.
    let inside = match ip.segments() {
        [0, 0, 0, 0, 0, 0 | 0xFFFF, high, low]
        | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = inside {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    !(ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || ip.is_multicast()
        || a == 0xFEC0
        || a == 0x2001 && b == 0xDB8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_and_special_addresses_are_not_public() {
        for ip in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.5.5",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "::ffff:127.0.0.1",
            "::ffff:192.168.0.1",
            "64:ff9b::a00:1",
            "2002:c0a8:101::1",
            "ff02::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["1.1.1.1", "203.69.0.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn addresses_are_known_by_their_look() {
        for (address, expected) in [
            ("http://localhost/", true),
            ("http://LOCALHOST./", true),
            ("http://printer.local/", true),
            ("http://0x7f.1/", true),
            ("http://2130706433/", true),
            ("http://[::1]/", true),
            ("https://news.test/", false),
        ] {
            assert_eq!(is_private(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }

    #[tokio::test]
    async fn names_that_lead_home_are_not_followed() {
        let resolver = PublicOnly { exempt: vec!["proxy.test".to_owned()] };
        let found = resolver.resolve("localhost".parse().unwrap()).await;
        assert!(found.is_err());
        let exempt = PublicOnly { exempt: vec!["localhost".to_owned()] };
        assert!(exempt.resolve("localhost".parse().unwrap()).await.is_ok());
        assert!(resolves_to_private(&Url::parse("http://localhost/").unwrap(), Duration::from_secs(5)).await);
    }
}
