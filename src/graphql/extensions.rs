//! What groups above this one keep for as long as a request lives, such as the reader of figures. They ask for it by its
//! type, so that this group need not know them.

use std::{any::Any, sync::OnceLock};

/// Values of a request, at most one a type, each made when it is first asked for.
#[derive(Default)]
pub struct Extensions {
    value: OnceLock<Box<dyn Any + Send + Sync>>,
    next: OnceLock<Box<Self>>,
}

impl Extensions {
    /// The value of a type.
    pub fn get_or_make<T: Any + Send + Sync>(&self, make: &impl Fn() -> T) -> &T {
        match self.value.get_or_init(|| Box::new(make())).downcast_ref() {
            Some(value) => value,
            // The place is taken by a value of another type.
            None => self.next.get_or_init(Box::default).get_or_make(make),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_value() {
        let extensions = Extensions::default();
        assert_eq!(*extensions.get_or_make(&|| 1_u8), 1);
        assert_eq!(*extensions.get_or_make(&|| "one"), "one");
        assert_eq!((*extensions.get_or_make(&|| 2_u8), *extensions.get_or_make(&|| "two")), (1, "one"));
    }
}
