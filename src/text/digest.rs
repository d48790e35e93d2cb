//! What stands for a value when it is compared with that of another build: 128 bits of BLAKE3.

use std::hash::{Hash, Hasher};
use std::io;

/// Equal digests mean equal values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(u128);

impl Digest {
    /// The digest of a value that can be hashed.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut writer = Digester::default();
        value.hash(&mut writer);
        writer.digest()
    }

    /// Its first 32 bits in hexadecimal: enough to tell a file from its earlier versions.
    pub fn short(self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

/// Collects what a digest is made of: anything that hashes or writes itself.
#[derive(Clone, Debug, Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// The digest of everything that was written so far.
    pub fn digest(&self) -> Digest {
        let hash = self.0.finalize();
        let (head, _) = hash.as_bytes().split_at(16);
        Digest(head.iter().fold(0, |sum, byte| (sum << 8) | u128::from(*byte)))
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.digest().0 as u64
    }
}

impl io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn what_is_divided_otherwise_is_another_value() {
        assert_eq!(Digest::of(&("ab", "c")), Digest::of(&("ab", "c")));
        assert_ne!(Digest::of(&("ab", "c")), Digest::of(&("a", "bc")));
        assert_ne!(Digest::of(&[Some(1_u8), None]), Digest::of(&[None, Some(1_u8)]));
    }
}
