//! What sources have learnt, each in a type of its own.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
};

/// What the sources have learnt from finished articles: one value of a type of its own for each that learns. It is built anew
/// from a project's sets at will, and changed by one thread.
#[derive(Default)]
pub struct Memory {
    parts: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

impl Memory {
    /// What is known as a `T`; `None` before anything was learnt.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.parts.get(&TypeId::of::<T>())?.downcast_ref()
    }

    /// The same, to learn more; begun where nothing was learnt yet.
    pub fn get_mut<T: Any + Default + Send + Sync>(&mut self) -> &mut T {
        let part = self.parts.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(T::default()));
        if !part.is::<T>() {
            *part = Box::new(T::default()); // Never so: the key is the type.
        }
        #[expect(clippy::expect_used, reason = "the line above made sure of the type")]
        part.downcast_mut().expect("the part is of its key's type")
    }
}
