//! Options that are one of a few words.

/// An enum of such words: `ALL`, `as_str`, `Display`, `FromStr`.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident, $what:literal, $($(#[$variant_about:meta])* $variant:ident = $word:literal),+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_about])* $variant),+
        }

        impl $name {
            /// All of them, in the order in which they are listed.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word on the command line.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::error::Error;

            fn from_str(word: &str) -> crate::error::Result<Self> {
                $name::ALL.iter().copied().find(|one| one.as_str() == word).ok_or_else(|| crate::error::Error::Usage {
                    what: format!("unknown {} '{}'", $what, word.escape_debug()),
                    hint: format!("known: {}", $name::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ")),
                })
            }
        }
    };
}

pub(super) use choice;
