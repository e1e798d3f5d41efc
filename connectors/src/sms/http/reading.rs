//! A description read from its file and checked: what serde cannot see.
//!
//! In: the text of a file. Out: a [`Description`] whose places are all known and whose picks can be followed, or what
//! is wrong in words. Warnings are for `check`.

use super::describe::{Description, Request, Warning};
use super::pick::Pick;
use super::template::{places, texts};

impl Description {
    /// Reads a file's text.
    ///
    /// # Errors
    /// What is wrong, with the line where TOML tells it.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match read.wrong() {
            Some(wrong) => Err(wrong),
            None => Ok(read),
        }
    }

    /// What `check` should tell.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let plain = self.requests().iter().any(|(_, request)| request.url.starts_with("http://"));
        let nameless = self.inbound.as_ref().is_some_and(|inbound| inbound.id.is_none());
        let found = [
            (plain, Warning::PlainHttp),
            (self.linked_phone, Warning::LinkedPhone),
            (nameless, Warning::NamelessTexts),
        ];
        found.into_iter().filter(|(is, _)| *is).map(|(_, warning)| warning).collect()
    }

    fn requests(&self) -> Vec<(&'static str, &Request)> {
        let mut all = vec![("send", &self.send.request)];
        all.extend(self.balance.as_ref().map(|ask| ("balance", &ask.request)));
        all.extend(self.device.as_ref().map(|ask| ("device", &ask.request)));
        all.extend(self.ask.as_ref().map(|ask| ("ask", &ask.request)));
        all.extend(self.lookup.as_ref().map(|ask| ("lookup", &ask.request)));
        all
    }

    fn picks(&self) -> Vec<(&'static str, &Pick)> {
        let send = &self.send;
        let mut all = vec![("send.success", &send.success)];
        all.extend(send.id.as_ref().map(|pick| ("send.id", pick)));
        all.extend(send.code.as_ref().map(|pick| ("send.code", pick)));
        all.extend(send.reason.as_ref().map(|pick| ("send.reason", pick)));
        all.extend(self.balance.as_ref().map(|ask| ("balance.amount", &ask.amount)));
        all.extend(self.device.as_ref().map(|ask| ("device.connected", &ask.connected)));
        all.extend(self.ask.as_ref().map(|ask| ("ask.state", &ask.state)));
        all.extend(self.lookup.as_ref().map(|ask| ("lookup.id", &ask.id)));
        all.extend(self.lookup.as_ref().map(|ask| ("lookup.answered", &ask.answered)));
        all
    }

    fn wrong(&self) -> Option<String> {
        const OURS: [&str; 7] = ["number", "number.plus", "number.zero", "text", "sender", "reference", "report_url"];
        if let Some(stranger) = self.open.iter().find(|name| !self.needs.contains(name)) {
            return Some(format!("open: `{stranger}` does not stand under `needs`"));
        }
        if let Some((place, wrong)) = self.picks().into_iter().find_map(|(at, pick)| Some((at, pick.wrong()?))) {
            return Some(format!("{place}: {wrong}"));
        }
        for (at, request) in self.requests() {
            if !["https://", "http://"].iter().any(|scheme| request.url.starts_with(scheme)) {
                return Some(format!("{at}.request.url: begins with neither https:// nor http://"));
            }
            let id = (at == "ask").then_some("id");
            let known =
                |name: &str| OURS.contains(&name) || id == Some(name) || self.needs.iter().any(|need| need == name);
            let stranger = request.texts().into_iter().flat_map(places).find(|name| !known(name));
            if let Some(stranger) = stranger {
                return Some(format!(
                    "{at}.request: {{{stranger}}} is not known; write it under `needs` if the operator gives it"
                ));
            }
        }
        let sent: Vec<&str> = self.send.request.texts().into_iter().flat_map(places).collect();
        let has = |name: &str| sent.iter().any(|place| place.starts_with(name));
        (!has("number") || !has("text")).then(|| "send.request: {number} and {text} must stand somewhere".to_owned())
    }
}

impl Request {
    fn texts(&self) -> Vec<&str> {
        let mut all = vec![self.url.as_str()];
        all.extend(self.fields.values().flat_map(texts));
        all.extend(self.headers.values().map(String::as_str));
        all.extend(self.basic.iter().flat_map(|(user, password)| [user.as_str(), password.as_str()]));
        all
    }
}
