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
    -1.42, // Always
    1.33,  // Readability
    0.47,  // Trafilatura
    0.18,  // Run
    0.13,  // Told
    -2.13, // NotTold
    0.40,  // ReadabilityAndTrafilatura
    -0.12, // ReadabilityAndRun
    -0.21, // TrafilaturaAndRun
    -2.57, // Mandarin
    1.62,  // MandarinReadability
    0.10,  // MandarinTrafilatura
    1.36,  // MandarinRun
    -0.92, // Length
    0.89,  // IsLong
    -0.31, // IsTiny
    -0.57, // Links
    1.29,  // IsSentence
    -0.38, // IsCutOff
    0.10,  // IsParagraph
    0.44,  // IsHeading
    -0.45, // IsHeadline
    0.48,  // IsListItem
    -0.41, // IsRow
    0.05,  // IsQuote
    -1.98, // IsCaption
    -0.64, // InFigure
    -0.14, // InBody
    0.29,  // InArticle
    -0.73, // InMenu
    -1.33, // InFooter
    -1.55, // InHeader
    0.25,  // InAside
    -0.98, // InForm
    0.42,  // InRelated
    -0.22, // InPromotion
    -2.40, // InComments
    0.29,  // InTags
    -0.97, // InByline
    -1.49, // InDate
    -1.28, // InBox
    -3.73, // IsFurniture
    -1.77, // IsStop
    -1.88, // IsRepeated
    1.01,  // Before
    0.92,  // After
    -0.57, // IsBridged
    0.54,  // IsBeforeAll
    -0.95, // IsAfterAll
    -2.11, // IsAfterStop
    -2.83, // OutOfBody
    -0.93, // OutOfArticle
];
