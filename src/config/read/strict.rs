//! Reads a value from a place of a parsed file, as serde asks for it.
//!
//! In: a [`Place`]. Out: what serde asks for, or a fault noted with its key path. Every table read as a struct is
//! strict: a key the struct does not name is a fault, noted without stopping. A hole gives something harmless.

use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::de::{DeInteger, DeValue};

use super::access::{Entries, Variant};
use super::findings::{Kind, Stop};
use super::place::{Node, Place};

const TEXT: &str = "text in quotes";
const TABLE: &str = "a table";
const LIST: &str = "a list: [ … ]";
const WORD: &str = "one of its words, in quotes";

impl Place<'_> {
    fn number<'de, V: Visitor<'de>>(&self, visitor: V, wanted: &'static str) -> Result<V::Value, Stop> {
        match self.node {
            Node::Hole => visitor.visit_u64(1),
            Node::Value(DeValue::Integer(number)) => {
                whole(number, visitor).map_err(|_| Stop::Fresh(Kind::OutOfRange { wanted }))
            }
            Node::Value(_) => Err(self.wrong(wanted)),
        }
    }

    fn text<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Stop> {
        match self.node {
            Node::Hole => visitor.visit_str(""),
            Node::Value(DeValue::String(text)) => visitor.visit_str(text),
            Node::Value(DeValue::Datetime(moment)) => visitor.visit_string(moment.to_string()),
            Node::Value(_) => Err(self.wrong(TEXT)),
        }
    }
}

/// A whole number in the smallest type that holds it.
fn whole<'de, V: Visitor<'de>>(number: &DeInteger<'_>, visitor: V) -> Result<V::Value, Stop> {
    let (text, radix) = (number.as_str(), number.radix());
    match (u64::from_str_radix(text, radix), i64::from_str_radix(text, radix)) {
        (Ok(number), _) => visitor.visit_u64(number),
        (Err(_), Ok(number)) => visitor.visit_i64(number),
        (Err(_), Err(_)) => Err(Stop::Fresh(Kind::OutOfRange { wanted: "a whole number of 64 bits" })),
    }
}

macro_rules! numbers {
    ($($method:ident => $wanted:literal,)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> { self.number(visitor, $wanted) })+
    };
}

impl<'de> Deserializer<'de> for Place<'_> {
    type Error = Stop;

    numbers! {
        deserialize_u8 => "a whole number from 0 to 255",
        deserialize_u16 => "a whole number from 0 to 65535",
        deserialize_u32 => "a whole number from 0 to 4294967295",
        deserialize_u64 => "a whole number, not negative",
        deserialize_i8 => "a whole number from -128 to 127",
        deserialize_i16 => "a whole number from -32768 to 32767",
        deserialize_i32 => "a whole number from -2147483648 to 2147483647",
        deserialize_i64 => "a whole number",
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.node {
            Node::Hole => visitor.visit_unit(),
            Node::Value(DeValue::String(_) | DeValue::Datetime(_)) => self.text(visitor),
            Node::Value(DeValue::Integer(number)) => whole(number, visitor),
            Node::Value(DeValue::Float(_)) => self.deserialize_f64(visitor),
            Node::Value(DeValue::Boolean(yes)) => visitor.visit_bool(*yes),
            Node::Value(DeValue::Array(_)) => self.deserialize_seq(visitor),
            Node::Value(DeValue::Table(_)) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.node {
            Node::Hole => visitor.visit_bool(false),
            Node::Value(DeValue::Boolean(yes)) => visitor.visit_bool(*yes),
            Node::Value(_) => Err(self.wrong("true or false, without quotes")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        const WANTED: &str = "a number";
        match self.node {
            Node::Hole => visitor.visit_f64(1.0),
            Node::Value(DeValue::Float(number)) => match number.as_str().parse() {
                Ok(number) => visitor.visit_f64(number),
                Err(_) => Err(Stop::Fresh(Kind::OutOfRange { wanted: WANTED })),
            },
            Node::Value(DeValue::Integer(number)) => whole(number, visitor),
            Node::Value(_) => Err(self.wrong(WANTED)),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.text(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.node {
            Node::Hole => visitor.visit_none(),
            Node::Value(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let mut entries = Entries::of(self.clone());
        match self.node {
            Node::Hole => {}
            Node::Value(DeValue::Array(values)) => {
                for (n, value) in values.iter().enumerate() {
                    entries.push("", self.below(&format!("[{n}]"), Some(value)));
                }
            }
            Node::Value(_) => return Err(self.wrong(LIST)),
        }
        visitor.visit_seq(entries)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let mut entries = Entries::of(self.clone());
        match self.node {
            Node::Hole => {}
            Node::Value(DeValue::Table(table)) => {
                for (key, value) in table.iter() {
                    entries.push(key.get_ref(), self.below(&self.step(key.get_ref()), Some(value)));
                }
            }
            Node::Value(_) => return Err(self.wrong(TABLE)),
        }
        visitor.visit_map(entries).map_err(|stop| self.settle(stop))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        if is_spanned(name) {
            let span = self.span.clone();
            return visitor.visit_map(SpannedDeserializer::new(self, span));
        }
        let entries = match self.node {
            Node::Value(DeValue::Table(table)) => self.known_only(table, fields),
            Node::Hole => {
                let mut entries = Entries::of(self.clone());
                for &field in fields {
                    entries.push(field, self.below(&self.step(field), None));
                }
                entries
            }
            Node::Value(_) => return Err(self.wrong(TABLE)),
        };
        visitor.visit_map(entries).map_err(|stop| self.settle(stop))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        match self.node {
            Node::Hole => visitor
                .visit_enum(IntoDeserializer::<Stop>::into_deserializer(words.first().copied().unwrap_or_default())),
            Node::Value(DeValue::String(word)) => {
                let word: &str = word;
                visitor.visit_enum(IntoDeserializer::<Stop>::into_deserializer(word))
            }
            Node::Value(DeValue::Table(table)) => match (table.iter().next(), table.len()) {
                (Some((key, value)), 1) => {
                    let inner = self.below(&self.step(key.get_ref()), Some(value));
                    visitor.visit_enum(Variant { word: key.get_ref(), inner })
                }
                (Some(_) | None, _) => Err(Stop::Fresh(Kind::Other("needs exactly one key".to_owned()))),
            },
            Node::Value(_) => Err(self.wrong(WORD)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        self.deserialize_seq(visitor)
    }

    forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct identifier }
}

impl<'de> IntoDeserializer<'de, Stop> for Place<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
