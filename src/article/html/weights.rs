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
    -1.51, // Always
    1.24, // Readability
    0.45, // Trafilatura
    0.20, // Run
    0.40, // Told
    -1.67, // NotTold
    0.48, // ReadabilityAndTrafilatura
    -0.05, // ReadabilityAndRun
    -0.22, // TrafilaturaAndRun
    -2.65, // Mandarin
    1.84, // MandarinReadability
    -0.00, // MandarinTrafilatura
    1.32, // MandarinRun
    -1.01, // Length
    0.88, // IsLong
    -0.31, // IsTiny
    -0.48, // Links
    1.30, // IsSentence
    -0.44, // IsCutOff
    0.08, // IsParagraph
    0.37, // IsHeading
    -0.48, // IsHeadline
    0.56, // IsListItem
    -0.34, // IsRow
    -0.10, // IsQuote
    -1.95, // IsCaption
    -0.75, // InFigure
    -0.23, // InBody
    0.31, // InArticle
    -0.76, // InMenu
    -1.33, // InFooter
    -1.60, // InHeader
    0.22, // InAside
    -1.02, // InForm
    0.43, // InRelated
    -0.20, // InPromotion
    -2.03, // InComments
    0.33, // InTags
    -1.07, // InByline
    -1.25, // InDate
    -1.25, // InBox
    -3.63, // IsFurniture
    -1.93, // IsStop
    -1.87, // IsRepeated
    1.06, // Before
    0.91, // After
    -0.49, // IsBridged
    0.71, // IsBeforeAll
    -0.85, // IsAfterAll
    -1.47, // IsAfterStop
    -2.93, // OutOfBody
    -0.96, // OutOfArticle
];
