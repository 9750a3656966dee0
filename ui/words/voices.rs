//! Why voices and their services do not speak, in whole sentences.

use tingxinwen::speech::{
    Damage, Refusal, ServiceFault, SettingFault, SetupFault, SoundFault, SpeechFault, VoiceError,
};

use super::Words;

impl Words {
    /// Why a voice does not speak, and what to do.
    pub fn voice_error(&self, error: &VoiceError) -> String {
        match error {
            VoiceError::NotInstalled(fault) => self.setup_fault(fault),
            VoiceError::Failed(fault) => self.speech_fault(fault),
            VoiceError::Unavailable { reason, again_secs: _ } => self.service_fault(reason),
            VoiceError::Refused(Refusal { service, status, said }) if said.is_empty() => {
                self.service_refused(service, *status)
            }
            VoiceError::Refused(Refusal { service, status, said }) => {
                self.service_refused_saying(service, *status, said)
            }
        }
    }

    fn setup_fault(&self, fault: &SetupFault) -> String {
        match fault {
            SetupFault::UnknownVoice(voice) => self.voice_unknown(voice),
            SetupFault::NotFetched(voice) => self.voice_not_fetched(voice),
            SetupFault::Damaged { voice, damage } => self.voice_damaged(voice, self.damage(damage)),
            SetupFault::Setting { service, fault } => {
                self.service_setting(service, self.setting_fault(fault))
            }
            SetupFault::Other(said) => self.voice_not_ready(said),
        }
    }

    fn damage(&self, damage: &Damage) -> String {
        match damage {
            Damage::Unreadable { path, kind } => {
                self.damage_unreadable(path.display().to_string(), self.io(*kind))
            }
            Damage::Altered(path) => self.damage_altered(path.display().to_string()),
            Damage::Other(said) => self.damage_other(said),
        }
    }

    fn setting_fault(&self, fault: &SettingFault) -> String {
        match fault {
            SettingFault::NoKey => self.setting_no_key(),
            SettingFault::BadKey => self.setting_bad_key(),
            SettingFault::NoRegion => self.setting_no_region(),
            SettingFault::BadVoice(voice) => self.setting_bad_voice(voice),
            SettingFault::BadAddress(address) => self.setting_bad_address(address),
            SettingFault::NotEncrypted(address) => self.setting_not_encrypted(address),
            SettingFault::BadFormat(format) => self.setting_bad_format(format),
            SettingFault::Moved => self.setting_moved(),
            SettingFault::NotStarted { program, kind } => self.setting_not_started(program, self.io(*kind)),
            SettingFault::Other(said) => self.setting_other(said),
        }
    }

    fn service_fault(&self, fault: &ServiceFault) -> String {
        match fault {
            ServiceFault::Unreachable { service, fault } => {
                self.service_unreachable(service, self.network(fault))
            }
            ServiceFault::Silent { service, secs } => self.service_silent(service, *secs),
            ServiceFault::BrokeOff { service, fault } => self.service_broke_off(service, self.network(fault)),
            ServiceFault::Answered(refusal) => self.answered(refusal),
            ServiceFault::Cancelled(service) => self.service_cancelled(service),
            ServiceFault::Other(said) => self.service_other(said),
        }
    }

    fn speech_fault(&self, fault: &SpeechFault) -> String {
        match fault {
            SpeechFault::NoText => self.speech_no_text(),
            SpeechFault::NotSound { service, fault } => {
                self.speech_not_sound(service, self.sound_fault(fault))
            }
            SpeechFault::Answered(refusal) => self.answered(refusal),
            SpeechFault::Panicked => self.speech_panicked(),
            SpeechFault::System(kind) => self.speech_system(self.io(*kind)),
            SpeechFault::Other(said) => self.speech_other(said),
        }
    }

    fn answered(&self, Refusal { service, status, said }: &Refusal) -> String {
        if said.is_empty() {
            self.service_answered(service, *status)
        } else {
            self.service_answered_saying(service, *status, said)
        }
    }

    fn sound_fault(&self, fault: &SoundFault) -> String {
        match fault {
            SoundFault::Empty => self.sound_empty(),
            SoundFault::NotAudio(kind) => self.sound_not_audio(kind),
            SoundFault::Unreadable(said) => self.sound_unreadable(said),
            SoundFault::Endless => self.sound_endless(),
            SoundFault::Silence => self.sound_silence(),
            SoundFault::TooShort { millis } => {
                self.sound_too_short(format!("{:.1}", *millis as f64 / 1000.0))
            }
            SoundFault::SampleRate(hertz) => self.sound_rate(*hertz),
            SoundFault::Times => self.sound_times(),
            SoundFault::ProgramFailed(program) => self.sound_program_failed(program),
        }
    }
}
