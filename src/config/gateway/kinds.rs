//! What each kind of gateway needs, and the description files.

use std::collections::BTreeMap;
use std::path::Path;

use connectors::incoming::Medium;
use connectors::sms::http::Description;
use secrecy::SecretString;
use serde_spanned::Spanned;

use super::super::check::{Check, SecretKeys};
use super::super::endpoint::is_loopback;
use super::super::secrets::SecretPlace;
use super::checks::folders;
use super::{CloudSecrets, GatewayKind, GatewayTable};
use crate::domain::Channel;

/// The Cloud API where nothing is configured.
const USUAL_GRAPH: &str = "https://graph.facebook.com/v23.0/";
/// What a Cloud API account needs.
const CLOUD_SECRETS: [&str; 3] = ["token", "app_secret", "verify_token"];

/// Reads one. `None`: it could not be made; why was recorded.
pub(super) fn kind(table: &GatewayTable, key: &str, channel: Channel, check: &mut Check<'_>) -> Option<GatewayKind> {
    match (table.gateway.get_ref().as_str(), channel) {
        ("gammu", Channel::Sms) => gammu(table, key, check),
        ("kannel", Channel::Sms) => kannel(table, key, check),
        ("cloud", Channel::Whatsapp) => cloud(table, key, check),
        ("gammu" | "kannel" | "cloud", _) => {
            let what = format!("{:?} does not carry {}", table.gateway.get_ref(), channel.word());
            check.fault(&table.gateway, format!("{key}.gateway"), what, "move it to [[sms]] or [[whatsapp]]");
            None
        }
        (_, _) => described(table, key, channel, check),
    }
}

fn gammu(table: &GatewayTable, key: &str, check: &mut Check<'_>) -> Option<GatewayKind> {
    match (&table.database, &table.folders) {
        (Some(url), None) => {
            let known = ["sqlite://", "postgres://", "postgresql://"];
            if !known.iter().any(|scheme| url.get_ref().starts_with(scheme)) {
                let right = "write \"sqlite:///var/spool/gammu/smsd.db\" or \"postgres://smsd@localhost/smsd\"";
                check.fault(url, format!("{key}.database"), "is neither SQLite nor PostgreSQL", right);
            }
            let password = secret(table, key, check);
            Some(GatewayKind::GammuSql { url: url.get_ref().clone(), password, modem: table.modem.clone() })
        }
        (None, Some(table)) => Some(GatewayKind::GammuFolders(folders(table, check))),
        (Some(_), Some(_)) | (None, None) => {
            let right = "write either database = \"sqlite:///…\" or folders = { inbox = \"…\", … }";
            check.fault(&table.gateway, format!("{key}.database"), "nothing, or two places, for SMSD's texts", right);
            None
        }
    }
}

fn kannel(table: &GatewayTable, key: &str, check: &mut Check<'_>) -> Option<GatewayKind> {
    let url = needed(table.url.as_ref(), table, key, "url", check);
    let user = needed(table.user.as_ref(), table, key, "user", check);
    let password = secret(table, key, check);
    let sender = table.sender.clone();
    Some(GatewayKind::Kannel {
        url: http_url(url?, &format!("{key}.url"), check)?,
        user: user?.get_ref().clone(),
        password,
        sender,
    })
}

fn cloud(table: &GatewayTable, key: &str, check: &mut Check<'_>) -> Option<GatewayKind> {
    let id = needed(table.phone_number_id.as_ref(), table, key, "phone_number_id", check);
    let mut found = secrets_of(table, key, &CLOUD_SECRETS.map(str::to_owned), check);
    let mut take = |name: &str| found.remove(name);
    let secrets = match (take("token"), take("app_secret"), take("verify_token")) {
        (Some(token), Some(app_secret), Some(verify_token)) => Some(CloudSecrets { token, app_secret, verify_token }),
        _ => None,
    };
    let language = table.template_language.clone().unwrap_or_else(|| "id".to_owned());
    let url = match &table.url {
        Some(url) => safe_url(url, &format!("{key}.url"), check)?,
        None => USUAL_GRAPH.to_owned(),
    };
    Some(GatewayKind::Cloud {
        url,
        phone_number_id: id?.get_ref().clone(),
        secrets,
        template: table.template.clone().map(|name| (name, language)),
    })
}

fn described(table: &GatewayTable, key: &str, channel: Channel, check: &mut Check<'_>) -> Option<GatewayKind> {
    let description = Box::new(description(&table.gateway, key, check)?);
    let carries = match description.medium {
        Medium::Sms => Channel::Sms,
        Medium::Whatsapp => Channel::Whatsapp,
    };
    if carries != channel {
        let what = format!("{} carries {}", description.title, carries.word());
        check.fault(&table.gateway, format!("{key}.gateway"), what, format!("move it to [[{}]]", carries.word()));
    }
    let given = |need: &&String| !table.values.contains_key(*need);
    let secret: Vec<String> = description.needs.iter().filter(given).cloned().collect();
    let mut values = secrets_of(table, key, &secret, check);
    for (name, value) in &table.values {
        if description.needs.contains(name) && !description.open.contains(name) {
            let what = format!("{name} of {} is a secret and stands in the open", description.title);
            let right = format!("put it into a file (chmod 600) and write secrets = {{ {name} = \"secrets/…\" }}");
            check.fault(value, format!("{key}.values.{name}"), what, right);
        }
        if !description.needs.contains(name) {
            let right = format!("it needs: {}", description.needs.join(", "));
            check.fault(
                value,
                format!("{key}.values.{name}"),
                format!("{} needs no such value", description.title),
                right,
            );
        }
        values.insert(name.clone(), SecretString::from(value.get_ref().clone()));
    }
    Some(GatewayKind::Described { description, values, sender: table.sender.clone() })
}

/// The file of a described gateway: `gateways/NAME.toml` beside the main file, or a path.
fn description(at: &Spanned<String>, key: &str, check: &mut Check<'_>) -> Option<Description> {
    let name = at.get_ref();
    let beside = check.path(Path::new("gateways")).join(format!("{name}.toml"));
    let path = if name.contains('/') { check.path(Path::new(name)) } else { beside };
    let key = format!("{key}.gateway");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            let known = known_beside(path.parent().unwrap_or(Path::new("")));
            let right = format!("gammu, kannel, cloud, a path, or one of gateways/: {}", known.join(", "));
            check.fault(at, key, format!("{}: {error}", path.display()), right);
            return None;
        }
    };
    match Description::from_toml(&text) {
        Ok(description) => Some(description),
        Err(what) => {
            check.fault(
                at,
                key,
                format!("{}: {what}", path.display()),
                "mend the file; its shape stands in those shipped",
            );
            None
        }
    }
}

fn known_beside(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".toml")?.to_owned())).collect();
    names.sort();
    names
}

/// Secrets by name, each from its file.
fn secrets_of(
    table: &GatewayTable,
    key: &str,
    needs: &[String],
    check: &mut Check<'_>,
) -> BTreeMap<String, SecretString> {
    let mut found = BTreeMap::new();
    for need in needs {
        let key = format!("{key}.secrets.{need}");
        let Some(at) = table.secrets.get(need) else {
            let right = format!("add secrets = {{ {need} = \"secrets/…\" }}, a file of its own (chmod 600)");
            check.fault(&table.gateway, key, format!("{} needs {need}", table.gateway.get_ref()), right);
            continue;
        };
        let place = SecretPlace::File(check.path(at.get_ref()));
        let keys = SecretKeys { key: &key, file: Some(at), credential: None, inline: None };
        found.extend(check.secret(&keys, &place, check.want.of_mail()).map(|secret| (need.clone(), secret)));
    }
    for (name, at) in table.secrets.iter().filter(|(name, _)| !needs.contains(name)) {
        let what = format!("{} needs no {name}", table.gateway.get_ref());
        check.fault(at, format!("{key}.secrets.{name}"), what, format!("it needs: {}", needs.join(", ")));
    }
    found
}

fn secret(table: &GatewayTable, key: &str, check: &mut Check<'_>) -> Option<SecretString> {
    let keys = SecretKeys {
        key,
        file: table.password_file.as_ref(),
        credential: table.credential.as_ref(),
        inline: table.password.as_ref(),
    };
    let place = check.place(&keys)?;
    check.secret(&keys, &place, check.want.of_mail())
}

fn needed<'t>(
    value: Option<&'t Spanned<String>>,
    table: &GatewayTable,
    key: &str,
    name: &str,
    check: &mut Check<'_>,
) -> Option<&'t Spanned<String>> {
    if value.is_none() {
        let what = format!("{} needs {name}", table.gateway.get_ref());
        check.fault(&table.gateway, format!("{key}.{name}"), what, format!("add {name} = \"…\""));
    }
    value
}

/// An address to which a token is sent: over TLS, or to this machine itself.
fn safe_url(at: &Spanned<String>, key: &str, check: &mut Check<'_>) -> Option<String> {
    let url = http_url(at, key, check)?;
    if !is_safe(&url) {
        check.fault(at, key, "the token would travel in the open", "write https://…; http:// is for 127.0.0.1 only");
        return None;
    }
    Some(url)
}

/// True for https, and for plain http to this machine itself.
pub(crate) fn is_safe(url: &str) -> bool {
    let Ok(parsed) = connectors::Url::parse(url) else { return false };
    parsed.scheme() == "https" || parsed.host_str().is_some_and(is_loopback)
}

fn http_url(at: &Spanned<String>, key: &str, check: &mut Check<'_>) -> Option<String> {
    let url = at.get_ref().trim();
    if !url.starts_with("https://") && !url.starts_with("http://") {
        check.fault(at, key, "is no address of HTTP", "write https://… or, on this machine, http://127.0.0.1:…");
        return None;
    }
    Some(url.to_owned())
}
