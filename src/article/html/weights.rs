//! How much each fact counts, fitted.
//!
//! A logistic regression over the lines of the development pages (`fit.py` beside this file says
//! how); the facts are about pages in general, so that nothing here knows a site.

/// A fact of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Always,
    Readability,
    Trafilatura,
    Run,
    Told,
    NotTold,
    ReadabilityAndTrafilatura,
    ReadabilityAndRun,
    TrafilaturaAndRun,
    Mandarin,
    MandarinReadability,
    MandarinTrafilatura,
    MandarinRun,
    Length,
    IsLong,
    IsTiny,
    Links,
    IsSentence,
    IsCutOff,
    IsParagraph,
    IsHeading,
    IsHeadline,
    IsListItem,
    IsRow,
    IsQuote,
    IsCaption,
    InFigure,
    InBody,
    InArticle,
    InMenu,
    InFooter,
    InHeader,
    InAside,
    InForm,
    InRelated,
    InPromotion,
    InComments,
    InTags,
    InByline,
    InDate,
    InBox,
    IsFurniture,
    IsStop,
    IsRepeated,
    Before,
    After,
    IsBridged,
    IsBeforeAll,
    IsAfterAll,
    IsAfterStop,
    OutOfBody,
    OutOfArticle,
}

/// How many facts there are.
pub(super) const COUNT: usize = 52;

/// What each fact counts, in the order of [`Fact`].
pub(super) const WEIGHTS: [f32; COUNT] = [
    -2.500, // Always
    1.500, // Readability
    1.000, // Trafilatura
    1.200, // Run
    0.500, // Told
    0.000, // NotTold
    0.500, // ReadabilityAndTrafilatura
    0.000, // ReadabilityAndRun
    0.000, // TrafilaturaAndRun
    0.000, // Mandarin
    0.000, // MandarinReadability
    0.000, // MandarinTrafilatura
    0.000, // MandarinRun
    0.000, // Length
    0.000, // IsLong
    0.000, // IsTiny
    -1.500, // Links
    0.500, // IsSentence
    0.000, // IsCutOff
    0.000, // IsParagraph
    0.000, // IsHeading
    -1.000, // IsHeadline
    0.000, // IsListItem
    0.000, // IsRow
    0.000, // IsQuote
    -1.500, // IsCaption
    0.000, // InFigure
    0.000, // InBody
    0.000, // InArticle
    -1.000, // InMenu
    -1.000, // InFooter
    0.000, // InHeader
    0.000, // InAside
    0.000, // InForm
    -0.700, // InRelated
    -0.700, // InPromotion
    -1.500, // InComments
    -1.000, // InTags
    0.000, // InByline
    0.000, // InDate
    0.000, // InBox
    -2.000, // IsFurniture
    -3.000, // IsStop
    -2.000, // IsRepeated
    0.500, // Before
    0.500, // After
    0.500, // IsBridged
    0.000, // IsBeforeAll
    0.000, // IsAfterAll
    -1.000, // IsAfterStop
    0.000, // OutOfBody
    0.000, // OutOfArticle
];
