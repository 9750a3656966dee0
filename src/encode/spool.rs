//! The spool: encoded sound in a nameless file, until what stands before it is known.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Seek, SeekFrom, Write},
    path::Path,
};

/// Encoded sound in a file that has no name, so that nothing is left of it when the program is killed.
pub(crate) struct Spool {
    file: BufWriter<File>,
    bytes: u64,
}

impl Spool {
    /// An empty one in `folder`.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile_in(folder)?), bytes: 0 })
    }

    /// Adds `bytes`.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    /// How many bytes there are.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// All of it, to be read from its beginning.
    pub(crate) fn reader(self) -> io::Result<BufReader<File>> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(BufReader::new(file))
    }

    /// Writes all of it into `out`.
    pub(crate) fn copy_into(self, out: &mut dyn Write) -> io::Result<()> {
        let mut reader = self.reader()?;
        io::copy(&mut reader, out)?;
        Ok(())
    }
}

/// Packets of encoded sound, and the size of each: 4 bytes a packet are held in memory.
#[cfg(any(feature = "aac", feature = "opus"))]
pub(crate) struct Packets {
    spool: Spool,
    sizes: Vec<u32>,
}

#[cfg(any(feature = "aac", feature = "opus"))]
impl Packets {
    /// None yet, in `folder`.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { spool: Spool::new(folder)?, sizes: Vec::new() })
    }

    /// Adds one.
    pub(crate) fn push(&mut self, packet: &[u8]) -> io::Result<()> {
        self.sizes.push(packet.len() as u32);
        self.spool.push(packet)
    }

    /// The size of each, in bytes.
    pub(crate) fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The bytes of all.
    #[cfg(feature = "aac")]
    pub(crate) fn bytes(&self) -> u64 {
        self.spool.bytes()
    }

    /// Writes all of them into `out`, one behind the other.
    #[cfg(feature = "aac")]
    pub(crate) fn copy_into(self, out: &mut dyn Write) -> io::Result<()> {
        self.spool.copy_into(out)
    }

    /// Hands each to `take`, in order.
    #[cfg(feature = "opus")]
    pub(crate) fn each<E: From<io::Error>>(
        self,
        mut take: impl FnMut(Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut reader = self.spool.reader()?;
        for size in self.sizes {
            let mut packet = vec![0; size as usize];
            io::Read::read_exact(&mut reader, &mut packet)?;
            take(packet)?;
        }
        Ok(())
    }
}
