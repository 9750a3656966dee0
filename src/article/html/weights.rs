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
    -1.25, // Always
    1.05,  // Readability
    0.35,  // Trafilatura
    0.16,  // Run
    0.10,  // Told
    -2.04, // NotTold
    0.41,  // ReadabilityAndTrafilatura
    -0.09, // ReadabilityAndRun
    0.01,  // TrafilaturaAndRun
    -2.45, // Mandarin
    1.70,  // MandarinReadability
    0.03,  // MandarinTrafilatura
    1.43,  // MandarinRun
    -0.91, // Length
    0.63,  // IsLong
    -0.21, // IsTiny
    -0.60, // Links
    1.30,  // IsSentence
    -0.46, // IsCutOff
    0.17,  // IsParagraph
    0.31,  // IsHeading
    -0.32, // IsHeadline
    0.54,  // IsListItem
    -0.05, // IsRow
    0.11,  // IsQuote
    -1.98, // IsCaption
    -0.63, // InFigure
    -0.23, // InBody
    0.26,  // InArticle
    -0.80, // InMenu
    -1.30, // InFooter
    -1.57, // InHeader
    0.27,  // InAside
    -0.88, // InForm
    0.41,  // InRelated
    -0.20, // InPromotion
    -2.28, // InComments
    0.32,  // InTags
    -0.96, // InByline
    -1.46, // InDate
    -1.17, // InBox
    -3.77, // IsFurniture
    -1.96, // IsStop
    -1.82, // IsRepeated
    0.61,  // Before
    0.79,  // After
    0.10,  // IsBridged
    0.42,  // IsBeforeAll
    -1.19, // IsAfterAll
    -1.45, // IsAfterStop
    -2.83, // OutOfBody
    -0.83, // OutOfArticle
];
