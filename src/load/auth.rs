//! Who we are to a store: from the environment or a netrc file, never from arguments, which others can see.

use std::fmt;
use std::path::{Path, PathBuf};

use http_auth::{PasswordClient, PasswordParams};

use super::netrc;
use crate::error::{Error, Result};

/// The variable that holds a bearer token.
pub const TOKEN: &str = "PRESSGRAPH_TOKEN";
/// The variable that holds the name of a user.
pub const USER: &str = "PRESSGRAPH_USER";
/// The variable that holds the password of that user.
pub const PASSWORD: &str = "PRESSGRAPH_PASSWORD";

/// What a store is shown. Its debug form hides it.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    None,
    /// A bearer token.
    Token(String),
    /// A name and a password, for basic or digest authentication as the store asks.
    Password(String, String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Credentials::None => "None",
            Credentials::Token(_) => "Token(..)",
            Credentials::Password(..) => "Password(..)",
        })
    }
}

/// The credentials for a host: the token of the environment, its name and password, or those of a netrc file, which
/// is `file`, that of `NETRC`, or `.netrc` in the home folder.
///
/// # Errors
/// [`Error::Usage`] where the environment holds a name without a password, or what no header can carry;
/// [`Error::Read`] and [`Error::Article`] where the netrc file that is asked for cannot be read.
pub fn credentials(host: &str, file: Option<&Path>, variable: impl Fn(&str) -> Option<String>) -> Result<Credentials> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(token) = set(TOKEN) {
        if token.bytes().any(|b| b.is_ascii_control() || !b.is_ascii()) {
            return Err(unusable(TOKEN));
        }
        return Ok(Credentials::Token(token));
    }
    match (set(USER), set(PASSWORD)) {
        (Some(user), Some(password)) => {
            if user.contains(':') || user.chars().chain(password.chars()).any(char::is_control) {
                return Err(unusable(USER));
            }
            return Ok(Credentials::Password(user, password));
        }
        (Some(_), None) | (None, Some(_)) => {
            return Err(Error::Usage {
                what: format!("only one of {USER} and {PASSWORD} is set"),
                hint: "set both in the environment, or none".to_owned(),
            });
        }
        (None, None) => {}
    }
    from_netrc(host, file, &set)
}

fn unusable(name: &str) -> Error {
    Error::Usage {
        what: format!("the value of {name} cannot be sent: it holds a character that has no place there"),
        hint: "check the variable for line feeds; a name holds no colon, a token is ASCII".to_owned(),
    }
}

fn from_netrc(host: &str, file: Option<&Path>, set: &impl Fn(&str) -> Option<String>) -> Result<Credentials> {
    let named = file.map(PathBuf::from).or_else(|| set("NETRC").map(PathBuf::from));
    let is_named = named.is_some();
    let Some(path) = named.or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".netrc"))) else {
        return Ok(Credentials::None);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if is_named => return Err(Error::Read { path, cause }),
        Err(_) => return Ok(Credentials::None),
    };
    match netrc::lookup(&text, host) {
        Ok(Some((user, password))) => Ok(Credentials::Password(user, password)),
        Ok(None) => Ok(Credentials::None),
        Err(line) => Err(Error::Article {
            source_name: path.display().to_string(),
            line: Some(line),
            what: "a word that belongs to no entry".to_owned(),
            hint: "write 'machine HOST login NAME password PASSWORD'".to_owned(),
        }),
    }
}

/// Answers the challenges of a store.
pub(super) struct Answers {
    credentials: Credentials,
    challenge: Option<PasswordClient>,
    /// Whether a password may be shown before it is asked for.
    is_private: bool,
}

impl Answers {
    pub(super) fn new(credentials: Credentials, is_private: bool) -> Self {
        Self { credentials, challenge: None, is_private }
    }

    /// Whether a store has to be asked how it wants a password before large bodies are sent.
    pub(super) fn wants_challenge(&self) -> bool {
        matches!(self.credentials, Credentials::Password(..)) && self.challenge.is_none()
    }

    /// Takes the `WWW-Authenticate` headers of a refusal; whether there is now an answer that was not given before.
    pub(super) fn challenged(&mut self, headers: &[String]) -> bool {
        if !matches!(self.credentials, Credentials::Password(..)) {
            return false;
        }
        let mut builder = PasswordClient::builder();
        for header in headers {
            builder = builder.challenges(header);
        }
        let Ok(client) = builder.build() else { return false };
        // A second refusal of the same kind is an answer to what was shown, unless it was for a nonce of the past.
        let is_new = match (&self.challenge, &client) {
            (Some(PasswordClient::Digest(old)), PasswordClient::Digest(new)) => {
                new.stale() || new.nonce() != old.nonce()
            }
            (Some(PasswordClient::Basic(_)), PasswordClient::Basic(_)) => false,
            _ => true,
        };
        self.challenge = Some(client);
        is_new
    }

    /// The `Authorization` header of a request.
    ///
    /// # Errors
    /// What the challenge cannot be answered for.
    pub(super) fn header(
        &mut self,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> std::result::Result<Option<String>, String> {
        let (username, password) = match &self.credentials {
            Credentials::None => return Ok(None),
            Credentials::Token(token) => return Ok(Some(format!("Bearer {token}"))),
            Credentials::Password(user, password) => (user.as_str(), password.as_str()),
        };
        match &mut self.challenge {
            Some(client) => {
                let asked = PasswordParams { username, password, uri: path, method, body: Some(body) };
                client.respond(&asked).map(Some)
            }
            None if self.is_private => Ok(Some(http_auth::basic::encode_credentials(username, password))),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)], file: Option<&Path>) -> Result<Credentials> {
        let variable = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        credentials("rdf.example", file, variable)
    }

    #[test]
    fn the_environment_comes_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".netrc");
        std::fs::write(&file, "machine rdf.example login ann password one").unwrap();
        let home = folder.path().to_str().unwrap();
        let ann = Credentials::Password("ann".to_owned(), "one".to_owned());
        assert_eq!(of(&[], None).unwrap(), Credentials::None);
        assert_eq!(of(&[("HOME", home)], None).unwrap(), ann);
        assert_eq!(of(&[("NETRC", file.to_str().unwrap())], None).unwrap(), ann);
        let bob = Credentials::Password("bob".to_owned(), "two".to_owned());
        assert_eq!(of(&[("HOME", home), (USER, "bob"), (PASSWORD, "two")], None).unwrap(), bob);
        assert_eq!(of(&[("HOME", home), (TOKEN, "t")], None).unwrap(), Credentials::Token("t".to_owned()));
        assert!(of(&[(USER, "bob")], Some(&file)).is_err());
        assert!(of(&[(TOKEN, "a\nHost: b")], None).is_err());
        assert!(of(&[], Some(&folder.path().join("none"))).is_err());
    }

    #[test]
    fn debug_forms_hide_the_secret() {
        let shown = format!("{:?}", Credentials::Password("ann".to_owned(), "secret".to_owned()));
        assert!(!shown.contains("secret") && !shown.contains("ann"));
    }

    #[test]
    fn a_password_is_not_shown_to_whom_it_was_not_asked_by() {
        let ann = || Credentials::Password("ann".to_owned(), "one".to_owned());
        assert_eq!(Answers::new(ann(), false).header("GET", "/", b""), Ok(None));
        assert_eq!(Answers::new(ann(), true).header("GET", "/", b""), Ok(Some("Basic YW5uOm9uZQ==".to_owned())));
    }

    #[test]
    fn a_refused_answer_is_not_given_again() {
        let mut answers = Answers::new(Credentials::Password("ann".to_owned(), "one".to_owned()), false);
        let digest = ["Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5".to_owned()];
        assert!(answers.challenged(&digest));
        assert!(answers.header("GET", "/", b"").unwrap().unwrap().starts_with("Digest "));
        assert!(!answers.challenged(&digest));
        let stale = ["Digest realm=\"r\", nonce=\"m\", qop=\"auth\", algorithm=MD5, stale=true".to_owned()];
        assert!(answers.challenged(&stale));
        assert!(!Answers::new(Credentials::Token("t".to_owned()), true).challenged(&digest));
    }
}
