//! The entries of a table or list, handed to serde one by one; each that cannot be read is noted with its path.

use std::collections::VecDeque;

use serde::de::{
    DeserializeSeed, Deserializer as _, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::findings::Stop;
use super::place::Place;

/// The entries that are still to be read.
pub(super) struct Entries<'a> {
    holder: Place<'a>,
    waiting: VecDeque<(&'a str, Place<'a>)>,
}

impl<'a> Entries<'a> {
    /// None yet, of the table or list at `holder`.
    pub fn of(holder: Place<'a>) -> Self {
        Self { holder, waiting: VecDeque::new() }
    }

    /// One more, with its key (a list has none).
    pub fn push(&mut self, key: &'a str, place: Place<'a>) {
        self.waiting.push_back((key, place));
    }

    fn read_next<'de, S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Stop> {
        let Some((_, place)) = self.waiting.pop_front() else { return Ok(None) };
        seed.deserialize(place.clone()).map(Some).map_err(|stop| place.settle(stop))
    }
}

impl<'de> SeqAccess<'de> for Entries<'_> {
    type Error = Stop;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Stop> {
        self.read_next(seed)
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Stop;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Stop> {
        let Some((key, place)) = self.waiting.front() else { return Ok(None) };
        let key: &str = key;
        seed.deserialize(IntoDeserializer::<Stop>::into_deserializer(key)).map(Some).map_err(|stop| place.settle(stop))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Stop> {
        let holder = self.holder.clone();
        self.read_next(seed)?.ok_or_else(|| holder.settle(serde::de::Error::custom("a value without a key")))
    }
}

/// A table of one key that names a variant.
pub(super) struct Variant<'a> {
    pub word: &'a str,
    pub inner: Place<'a>,
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a> {
    type Error = Stop;
    type Variant = Inner<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Inner<'a>), Stop> {
        let word = seed.deserialize(IntoDeserializer::<Stop>::into_deserializer(self.word))?;
        Ok((word, Inner(self.inner)))
    }
}

/// What a variant holds.
pub(super) struct Inner<'a>(Place<'a>);

impl<'de> VariantAccess<'de> for Inner<'_> {
    type Error = Stop;

    fn unit_variant(self) -> Result<(), Stop> {
        Err(serde::de::Error::custom("this word takes no value: write it in quotes"))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Stop> {
        seed.deserialize(self.0.clone()).map_err(|stop| self.0.settle(stop))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Stop> {
        self.0.clone().deserialize_seq(visitor).map_err(|stop| self.0.settle(stop))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Stop> {
        self.0.clone().deserialize_struct("", fields, visitor).map_err(|stop| self.0.settle(stop))
    }
}
