//! Opus, which the decoder of all other formats takes out of its files but does not decode. The only place
//! that names its decoder.

use opus_pure::OpusDecoder;
use tingxinwen_core::speech::SAMPLE_RATE_HZ;

/// The longest packet, 120 ms.
const LONGEST: usize = SAMPLE_RATE_HZ as usize * 120 / 1000;
/// Files count the frames before the sound at this rate.
const OWN_RATE_HZ: u32 = 48_000;

/// One stream, mixed down to one channel at the program's rate.
pub(super) struct Opus {
    decoder: OpusDecoder,
    /// Frames before the sound that are still to be left out.
    skip: usize,
    block: Vec<f32>,
}

impl Opus {
    /// A stream with `delay` frames before its sound.
    pub(super) fn new(delay: u32) -> Result<Self, String> {
        let decoder = OpusDecoder::new(SAMPLE_RATE_HZ as i32, 1).map_err(|error| error.to_string())?;
        let skip = u64::from(delay) * u64::from(SAMPLE_RATE_HZ) / u64::from(OWN_RATE_HZ);
        Ok(Self { decoder, skip: skip as usize, block: vec![0.0; LONGEST] })
    }

    /// The samples of `packet`.
    pub(super) fn decode(&mut self, packet: &[u8]) -> Result<&[f32], String> {
        // To this decoder, a packet of nothing is one that was lost.
        if packet.is_empty() {
            return Err("an empty packet".to_owned());
        }
        let count =
            self.decoder.decode(packet, LONGEST, &mut self.block).map_err(|error| error.to_string())?;
        // It rings: what is near the loudest comes back above it.
        self.block.iter_mut().take(count).for_each(|sample| *sample = sample.clamp(-1.0, 1.0));
        let skipped = self.skip.min(count);
        self.skip -= skipped;
        self.block.get(skipped..count).ok_or_else(|| "a packet that is too long".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_an_error_or_sound_and_never_more() {
        let mut opus = Opus::new(312).unwrap();
        let (mut good, mut seed) = (0, 0x2545_f491_u32);
        let mut random = || {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            seed
        };
        for _ in 0..1_500 {
            let length = random() % 200;
            let packet: Vec<u8> = (0..length).map(|_| (random() >> 9) as u8).collect();
            if let Ok(sound) = opus.decode(&packet) {
                assert!(sound.len() <= LONGEST && sound.iter().all(|sample| sample.abs() <= 1.0));
                good += 1;
            }
        }
        assert!(good > 150, "{good}");
    }
}
