//! The accessibility bus of a desktop (AT-SPI2), as a screen reader walks it.

use mpris_server::zbus::{self, zvariant};

/// What a screen reader asks for.
pub(crate) struct Accessible(zbus::blocking::Connection);

/// An object of the accessibility bus: its program's name there, and its path.
type Node = (String, zvariant::OwnedObjectPath);

impl Accessible {
    /// Tells the programs of the session bus at `address` that a screen reader runs, and goes to the bus where they
    /// then show what they show.
    pub(crate) fn start(address: &str) -> Self {
        let session = zbus::blocking::connection::Builder::address(address).unwrap().build().unwrap();
        let (service, object) = ("org.a11y.Bus", "/org/a11y/bus");
        let on = ("org.a11y.Status", "IsEnabled", zvariant::Value::from(true));
        let properties = Some("org.freedesktop.DBus.Properties");
        session.call_method(Some(service), object, properties, "Set", &on).unwrap();
        let reply = session.call_method(Some(service), object, Some(service), "GetAddress", &()).unwrap();
        let address: String = reply.body().deserialize().unwrap();
        Self(zbus::blocking::connection::Builder::address(address.as_str()).unwrap().build().unwrap())
    }

    fn children(&self, node: &Node) -> Vec<Node> {
        let interface = Some("org.a11y.atspi.Accessible");
        let reply = self.0.call_method(Some(node.0.as_str()), node.1.as_str(), interface, "GetChildren", &());
        reply.ok().and_then(|reply| reply.body().deserialize().ok()).unwrap_or_default()
    }

    fn role(&self, node: &Node) -> u32 {
        let interface = Some("org.a11y.atspi.Accessible");
        let reply = self.0.call_method(Some(node.0.as_str()), node.1.as_str(), interface, "GetRole", &());
        reply.ok().and_then(|reply| reply.body().deserialize().ok()).unwrap_or_default()
    }

    fn name(&self, node: &Node) -> String {
        let asked = ("org.a11y.atspi.Accessible", "Name");
        let interface = Some("org.freedesktop.DBus.Properties");
        let reply = self.0.call_method(Some(node.0.as_str()), node.1.as_str(), interface, "Get", &asked);
        let value: Option<zvariant::OwnedValue> =
            reply.ok().and_then(|reply| reply.body().deserialize().ok());
        value.and_then(|value| String::try_from(value).ok()).unwrap_or_default()
    }

    /// Role, by its number in AT-SPI2, and name of all that the programs show.
    pub(crate) fn all(&self) -> Vec<(u32, String)> {
        let path = zvariant::ObjectPath::try_from("/org/a11y/atspi/accessible/root").unwrap();
        let mut open = vec![("org.a11y.atspi.Registry".to_owned(), path.into())];
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            open.extend(self.children(&node));
            found.push((self.role(&node), self.name(&node)));
        }
        found
    }
}
