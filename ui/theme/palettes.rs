//! The colours of each appearance.

use egui::Color32;

use super::Theme;

/// The colour that is written as six hexadecimal digits, as in a page's style.
const fn hex(digits: u32) -> Color32 {
    let [_, red, green, blue] = digits.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// Warm paper.
pub const LIGHT: Theme = Theme {
    paper: hex(0xfcfbf7),
    bar: hex(0xf4f1ea),
    raised: hex(0xffffff),
    pointed: hex(0xefece3),
    pressed: hex(0xe4e0d4),
    selected: hex(0xdde9f2),
    line: hex(0xe3dfd4),
    edge: hex(0x87837a),
    ink: hex(0x211f1b),
    ink2: hex(0x57534a),
    faint_ink: hex(0x6b675d),
    accent: hex(0x1a5c8a),
    on_accent: hex(0xffffff),
    ready: hex(0xa3bfd4),
    track: hex(0xdad5c8),
    sentence: hex(0xffefb5),
    word: hex(0xffd04a),
    word_ink: hex(0x211f1b),
    word_edge: hex(0x8a5300),
    ok: hex(0x1c6b42),
    warn: hex(0x855000),
    danger: hex(0xa63020),
    notice: hex(0xfce8dc),
    focus_near: hex(0x6b675d),
    focus_far: hex(0x8f8b81),
    control: hex(0xe9e5da),
};

/// For the evening.
pub const DARK: Theme = Theme {
    paper: hex(0x18191b),
    bar: hex(0x202225),
    raised: hex(0x2a2c30),
    pointed: hex(0x2d3035),
    pressed: hex(0x3c4047),
    selected: hex(0x213a4c),
    line: hex(0x35383d),
    edge: hex(0x83868d),
    ink: hex(0xe9e6df),
    ink2: hex(0xb5b2aa),
    faint_ink: hex(0x9c9990),
    accent: hex(0x8cc4ea),
    on_accent: hex(0x0d1b27),
    ready: hex(0x4a6a80),
    track: hex(0x3d4046),
    sentence: hex(0x3f3818),
    word: hex(0xf2c84b),
    word_ink: hex(0x18191b),
    word_edge: hex(0x7a4a00),
    ok: hex(0x7fcfa0),
    warn: hex(0xedb65c),
    danger: hex(0xf29384),
    notice: hex(0x4a2e24),
    focus_near: hex(0x9c9990),
    focus_far: hex(0x6e6c67),
    control: hex(0x33363b),
};

/// Old paper, easy on the eyes.
pub const SEPIA: Theme = Theme {
    paper: hex(0xf5ebd7),
    bar: hex(0xecdfc6),
    raised: hex(0xfcf6e9),
    pointed: hex(0xe7d9be),
    pressed: hex(0xd8c6a4),
    selected: hex(0xebd2b4),
    line: hex(0xdecfb2),
    edge: hex(0x8a7758),
    ink: hex(0x362a1b),
    ink2: hex(0x5e4c37),
    faint_ink: hex(0x6f5b42),
    accent: hex(0x853c12),
    on_accent: hex(0xfff9ee),
    ready: hex(0xcba684),
    track: hex(0xd9c8a9),
    sentence: hex(0xffdf8f),
    word: hex(0xf5b13d),
    word_ink: hex(0x362a1b),
    word_edge: hex(0x7a3400),
    ok: hex(0x2d6136),
    warn: hex(0x7a4700),
    danger: hex(0x972b1b),
    notice: hex(0xf6d9c3),
    focus_near: hex(0x6f5b42),
    focus_far: hex(0x948061),
    control: hex(0xe2d2b4),
};

/// As much contrast as a screen has.
pub const CONTRAST: Theme = Theme {
    paper: hex(0x000000),
    bar: hex(0x000000),
    raised: hex(0x0c0c0c),
    pointed: hex(0x262626),
    pressed: hex(0x3a3a3a),
    selected: hex(0x003a57),
    line: hex(0x8c8c8c),
    edge: hex(0xffffff),
    ink: hex(0xffffff),
    ink2: hex(0xe8e8e8),
    faint_ink: hex(0xd0d0d0),
    accent: hex(0x7fdbff),
    on_accent: hex(0x000000),
    ready: hex(0x7a7a7a),
    track: hex(0x4a4a4a),
    sentence: hex(0x33300a),
    word: hex(0xffe600),
    word_ink: hex(0x000000),
    word_edge: hex(0x000000),
    ok: hex(0x8cffb0),
    warn: hex(0xffd166),
    danger: hex(0xff9e8f),
    notice: hex(0x331400),
    focus_near: hex(0xd0d0d0),
    focus_far: hex(0xa8a8a8),
    control: hex(0x262626),
};

/// The colours of seals.
pub const SEALS: [Color32; 6] =
    [hex(0x1f5f8b), hex(0x2c6a4c), hex(0x7a4788), hex(0x8a4a1e), hex(0x96383a), hex(0x4a5568)];
