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

use crate::fetch::{Reach, is_web};

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

/// Which addresses `url`, which the listener gave, may lead to: into the listener's own network only if all that its
/// name stands for is there, and then only to that host. Nowhere else leads a name that stands for nothing.
pub(crate) async fn reach_of(url: &Url, limit: Duration) -> Reach {
    let Some(host) = url.host_str() else { return Reach::Public };
    if is_private(url) || found(host, limit).await == Found::Private {
        Reach::OwnHost(host.into())
    } else {
        Reach::Public
    }
}

/// Whether something within `reach` may lead to `url`.
///
/// Names are also looked up when they are connected to, without the addresses that are out of reach. Where a proxy looks
/// them up, they are looked up before: those that are not public here are not asked for.
pub(crate) async fn is_in_reach(url: &Url, by: By, reach: &Reach, limit: Duration) -> bool {
    let Some(host) = url.host_str().filter(|_| is_web(url)) else { return false };
    match reach {
        Reach::OwnHost(own) if **own == *host => true,
        Reach::OwnHost(_) | Reach::Public if is_private(url) => false,
        Reach::OwnHost(_) | Reach::Public => {
            if proxies().next().is_none() {
                return true;
            }
            match found(host, limit).await {
                Found::Public => true,
                // Known to the proxy alone.
                Found::Nothing => by == By::Listener,
                Found::Private | Found::Both => false,
            }
        }
    }
}

/// Who gave an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Listener,
    /// A page, by a link or as a redirect.
    Page,
}

/// What the addresses of a name are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// None.
    Nothing,
    /// All in the public network.
    Public,
    /// All in the listener's own network.
    Private,
    /// Some in each.
    Both,
}

impl Found {
    fn of(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        addresses.into_iter().fold(Self::Nothing, |so_far, ip| {
            let this = if is_public(ip) { Self::Public } else { Self::Private };
            if so_far == Self::Nothing || so_far == this { this } else { Self::Both }
        })
    }
}

async fn found(host: &str, limit: Duration) -> Found {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = timeout(limit, lookup_host((host, 0))).await;
    found.ok().and_then(Result::ok).map_or(Found::Nothing, |all| Found::of(all.map(|address| address.ip())))
}

/// The hosts of proxies.
fn proxies() -> impl Iterator<Item = String> {
    let told = PROXIES.iter().filter_map(|name| std::env::var(name).ok());
    told.filter_map(|address| Url::parse(&address).ok()?.host_str().map(str::to_owned))
}

/// DNS resolver: the system's, without the addresses that are out of reach.
pub(crate) struct Resolver {
    reach: Reach,
    /// Hosts of proxies.
    exempt: Vec<String>,
}

impl Resolver {
    pub(crate) fn new(reach: &Reach) -> Arc<Self> {
        Arc::new(Self { reach: reach.clone(), exempt: proxies().collect() })
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let is_exempt = self.exempt.contains(&name);
        let is_own = matches!(&self.reach, Reach::OwnHost(own) if **own == *name);
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            // The own host answers from where it was found to be, and nowhere else.
            let may_be = |address: &SocketAddr| is_exempt || is_public(address.ip()) != is_own;
            let allowed: Vec<SocketAddr> = found.filter(may_be).collect();
            if allowed.is_empty() {
                let reason = format!("{name} is in another network than it may be");
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason).into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
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
        || a == 192 && b == 88 && c == 99
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
    // All global addresses are in 2000::/3, but for those of protocols (Teredo and others) and documentation.
    let is_special = a == 0x2001 && (b < 0x200 || b == 0xDB8) || a & 0xFFF0 == 0x3FF0;
    a & 0xE000 == 0x2000 && !is_special
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
            "fec0::1",
            "feff::1",
            "64:ff9b:1::1",
            "2001:0:1::1",
            "2001:10::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
            "5f00::1",
            "::ffff:0:7f00:1",
            "192.88.99.1",
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
        let resolver = |reach: Reach, exempt: &str| Resolver { reach, exempt: vec![exempt.to_owned()] };
        let name = || "localhost".parse().unwrap();
        assert!(resolver(Reach::Public, "proxy.test").resolve(name()).await.is_err());
        assert!(resolver(Reach::OwnHost("other.test".into()), "proxy.test").resolve(name()).await.is_err());
        assert!(resolver(Reach::OwnHost("localhost".into()), "proxy.test").resolve(name()).await.is_ok());
        assert!(resolver(Reach::Public, "localhost").resolve(name()).await.is_ok());
    }

    #[tokio::test]
    async fn the_own_network_is_what_all_addresses_are_in_and_only_that_host() {
        let of = |ips: &[&str]| Found::of(ips.iter().map(|ip| ip.parse().unwrap()));
        assert_eq!(of(&["1.1.1.1", "10.0.0.1"]), Found::Both);
        assert_eq!(of(&["192.168.0.1", "fd00::1"]), Found::Private);
        assert_eq!(of(&["1.1.1.1", "2606:4700::1111"]), Found::Public);
        assert_eq!(of(&[]), Found::Nothing);
        let limit = Duration::from_secs(5);
        let url = |address: &str| Url::parse(address).unwrap();
        let own = reach_of(&url("http://localhost:8000/"), limit).await;
        assert_eq!(own, Reach::OwnHost("localhost".into()));
        for (address, reach, expected) in [
            ("http://localhost:9000/", &own, true),
            ("http://127.0.0.1/", &own, false),
            ("http://192.168.0.1/", &own, false),
            ("ftp://localhost/", &own, false),
            ("http://localhost/", &Reach::Public, false),
            ("http://1.1.1.1/", &own, true),
            ("http://1.1.1.1/", &Reach::Public, true),
        ] {
            assert_eq!(
                is_in_reach(&url(address), By::Page, reach, limit).await,
                expected,
                "{address} {reach:?}"
            );
        }
    }
}
