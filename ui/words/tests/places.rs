//! What errors name stands in its place in their messages.

use tingxinwen::{
    article::OpenError,
    player::Notice,
    speech::{NetworkFault, Refusal, ServiceFault, VoiceError, VoiceId},
};

use super::Words;
use crate::{failure::Failure, locale::Locale};

#[test]
fn what_a_message_names_stands_where_it_belongs() {
    let (failed, speaks) = (VoiceId("first".to_owned()), VoiceId("second".to_owned()));
    let refusal = Refusal { service: "box".to_owned(), status: 1_500, said: "teapot".to_owned() };
    let error = VoiceError::Unavailable { reason: ServiceFault::Answered(refusal), again_secs: None };
    let notice = Notice::OtherVoice { failed, error, speaks };
    let chinese = "「first」暫時不能用，先由「second」接著讀。「box」回報錯誤 1500：「teapot」。";
    assert_eq!(Words::of(Locale::ZhTw).notice(&notice), chinese);
    let english = "first does not speak now; second reads on. “box” answered with error 1500: “teapot”.";
    assert_eq!(Words::of(Locale::En).notice(&notice), english);
    let unreachable =
        OpenError::Unreachable { host: "news.test".to_owned(), reason: NetworkFault::UnknownHost };
    let told = "連不上「news.test」：找不到主機。請檢查網路和網址。";
    assert_eq!(Words::of(Locale::ZhTw).open_error(&unreachable), told);
    let unknown = Failure::UnknownService { name: "box".to_owned(), known: vec!["azure".to_owned()] }.into();
    let told = "No service is named “box”; the settings have: “azure”.";
    assert_eq!(Words::of(Locale::En).failure(&unknown), told);
}
