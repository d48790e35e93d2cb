//! What stands for a value when it is compared with that of another build: 128 bits of XXH3. Nobody gains by
//! two values of one digest, and chance does not bring them about; files are known by BLAKE3.

use std::hash::{Hash, Hasher};
use std::io;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

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

    /// The digest of bytes as they are.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// One of some places, for values to be spread over them.
    pub fn among(self, places: usize) -> usize {
        (self.0 >> 64) as usize % places
    }

    /// Its first 32 bits in hexadecimal: enough to tell a file from its earlier versions.
    pub fn short(self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

/// How many bytes are gathered before they are hashed. Most digests are of fewer.
const GATHERED: usize = 512;

/// Collects what a digest is made of: anything that hashes or writes itself.
#[derive(Clone)]
pub struct Digester {
    gathered: [u8; GATHERED],
    len: usize,
    /// What was hashed already, where that was more than can be gathered.
    hashed: Option<Box<Xxh3>>,
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
        match &self.hashed {
            None => Digest(xxh3_128(rest)),
            Some(hashed) => {
                let mut hashed = hashed.clone();
                hashed.update(rest);
                Digest(hashed.digest128())
            }
        }
    }
}

impl Digester {
    fn take(&mut self, bytes: &[u8]) {
        if bytes.len() > GATHERED - self.len {
            let hashed = self.hashed.get_or_insert_with(|| Box::new(Xxh3::new()));
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
    use xxhash_rust::xxh3::xxh3_128;

    #[test]
    fn however_it_is_cut_the_digest_is_that_of_all_bytes() {
        let bytes: Vec<u8> = (0..4000_u32).map(|n| (n * 7 % 251) as u8).collect();
        for step in [1, 3, 100, 511, 512, 513, 4000] {
            let mut digester = Digester::default();
            bytes.chunks(step).for_each(|part| digester.write(part));
            assert_eq!(digester.digest().0, xxh3_128(&bytes), "in parts of {step}");
        }
    }

    #[test]
    fn what_is_divided_otherwise_is_another_value() {
        assert_eq!(Digest::of(&("ab", "c")), Digest::of(&("ab", "c")));
        assert_ne!(Digest::of(&("ab", "c")), Digest::of(&("a", "bc")));
        assert_ne!(Digest::of(&[Some(1_u8), None]), Digest::of(&[None, Some(1_u8)]));
    }
}
