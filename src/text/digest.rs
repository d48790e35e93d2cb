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

/// How many bytes are gathered before they are hashed. Most digests are of fewer.
const GATHERED: usize = 512;

/// Collects what a digest is made of: anything that hashes or writes itself.
#[derive(Clone, Debug)]
pub struct Digester {
    gathered: [u8; GATHERED],
    len: usize,
    /// What was hashed already, where that was more than can be gathered.
    hashed: Option<Box<blake3::Hasher>>,
}

impl Default for Digester {
    fn default() -> Self {
        Self { gathered: [0; GATHERED], len: 0, hashed: None }
    }
}

impl Digester {
    /// The digest of everything that was written so far.
    pub fn digest(&self) -> Digest {
        let rest = &self.gathered[..self.len];
        let hash = match &self.hashed {
            None => blake3::hash(rest),
            Some(hashed) => hashed.as_ref().clone().update(rest).finalize(),
        };
        let (head, _) = hash.as_bytes().split_at(16);
        Digest(head.iter().fold(0, |sum, byte| (sum << 8) | u128::from(*byte)))
    }
}

impl Digester {
    fn take(&mut self, bytes: &[u8]) {
        if bytes.len() > GATHERED - self.len {
            let hashed = self.hashed.get_or_insert_default();
            hashed.update(&self.gathered[..self.len]);
            self.len = 0;
            if bytes.len() > GATHERED {
                hashed.update(bytes);
                return;
            }
        }
        self.gathered[self.len..self.len + bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
    }
}

impl Hasher for Digester {
    fn write(&mut self, bytes: &[u8]) {
        self.take(bytes);
    }

    fn finish(&self) -> u64 {
        self.digest().0 as u64
    }
}

impl io::Write for Digester {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, Digester};
    use std::hash::Hasher;

    #[test]
    fn however_it_is_cut_the_digest_is_that_of_all_bytes() {
        let bytes: Vec<u8> = (0..4000_u32).map(|n| (n * 7 % 251) as u8).collect();
        for step in [1, 3, 100, 511, 512, 513, 4000] {
            let mut digester = Digester::default();
            bytes.chunks(step).for_each(|part| digester.write(part));
            let expected = blake3::hash(&bytes).to_hex();
            assert_eq!(format!("{:032x}", digester.digest().0), expected[..32], "in parts of {step}");
        }
    }

    #[test]
    fn what_is_divided_otherwise_is_another_value() {
        assert_eq!(Digest::of(&("ab", "c")), Digest::of(&("ab", "c")));
        assert_ne!(Digest::of(&("ab", "c")), Digest::of(&("a", "bc")));
        assert_ne!(Digest::of(&[Some(1_u8), None]), Digest::of(&[None, Some(1_u8)]));
    }
}
