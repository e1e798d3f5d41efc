//! A channel as an argument: help and completions list the words, and other names of the same way are understood
//! (`tatap-muka`, `loket`, `wa`).

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::decide::registration::channel_named;
use crate::domain::Channel;

/// Reads a channel; `lapor`: whether reports at LAPOR! are meant as well, which come by themselves.
#[derive(Debug, Clone, Copy)]
pub struct ChannelWord {
    /// Whether LAPOR! may be named.
    pub lapor: bool,
}

impl ChannelWord {
    fn words(self) -> impl Iterator<Item = &'static str> {
        Channel::ALL
            .iter()
            .filter(move |channel| self.lapor || **channel != Channel::Lapor)
            .map(|channel| channel.word())
    }
}

impl TypedValueParser for ChannelWord {
    type Value = Channel;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Channel, clap::Error> {
        let text = value.to_string_lossy();
        let channel = Channel::from_word(&text).or_else(|| channel_named(&text));
        channel.filter(|channel| self.lapor || *channel != Channel::Lapor).ok_or_else(|| {
            let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
            if let Some(argument) = argument {
                error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
            }
            error.insert(ContextKind::InvalidValue, ContextValue::String(text.into_owned()));
            let words = self.words().map(str::to_owned).collect();
            error.insert(ContextKind::ValidValue, ContextValue::Strings(words));
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.words().map(PossibleValue::new)))
    }
}
