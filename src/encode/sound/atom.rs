//! Atoms, of which MP4 files are made (ISO/IEC 14496-12).

/// The matrix that changes nothing.
pub(super) const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
/// No language said.
const UNDETERMINED: u16 = 0x55C4;

/// Writes the atom `name`, whose content `fill` writes.
pub(super) fn atom(out: &mut Vec<u8>, name: &[u8; 4], fill: impl FnOnce(&mut Vec<u8>)) {
    let at = out.len();
    out.extend([0; 4]);
    out.extend(name);
    fill(out);
    let len = (out.len() - at) as u32;
    out[at..at + 4].copy_from_slice(&len.to_be_bytes());
}

/// Writes a tag of iTunes.
pub(super) fn item(out: &mut Vec<u8>, name: &[u8; 4], kind: u32, value: &[u8]) {
    atom(out, name, |out| {
        atom(out, b"data", |out| {
            be32(out, &[kind, 0]);
            out.extend(value);
        });
    });
}

/// Writes `fields`, the highest byte first.
pub(super) fn be32(out: &mut Vec<u8>, fields: &[u32]) {
    fields.iter().for_each(|field| out.extend(field.to_be_bytes()));
}

/// `tkhd` of track `id`: its flags, its length in the film, its volume.
pub(super) fn track_head(out: &mut Vec<u8>, flags: u32, id: u32, film: u32, volume: u32) {
    atom(out, b"tkhd", |out| {
        be32(out, &[flags, 0, 0, id, 0, film, 0, 0, 0, volume << 16]);
        be32(out, &MATRIX);
        be32(out, &[0, 0]);
    });
}

/// `mdhd` and `hdlr`. What is longer than 32 bits count has the second version.
pub(super) fn media_head(out: &mut Vec<u8>, per_sec: u32, len: u64, kind: &[u8; 4]) {
    atom(out, b"mdhd", |out| {
        match u32::try_from(len) {
            Ok(len) => be32(out, &[0, 0, 0, per_sec, len]),
            Err(_) => {
                be32(out, &[0x0100_0000, 0, 0, 0, 0, per_sec]);
                out.extend(len.to_be_bytes());
            }
        }
        be32(out, &[u32::from(UNDETERMINED) << 16]);
    });
    atom(out, b"hdlr", |out| {
        be32(out, &[0, 0]);
        out.extend(kind);
        be32(out, &[0, 0, 0]);
        out.push(0);
    });
}

/// `dinf`: the data is in this file.
pub(super) fn data_is_here(out: &mut Vec<u8>) {
    atom(out, b"dinf", |out| {
        atom(out, b"dref", |out| {
            be32(out, &[0, 1]);
            atom(out, b"url ", |out| be32(out, &[1]));
        });
    });
}
