//! Fonts for pictures that are drawn on the server; pages use the served ones.

/// Bricolage Grotesque, bold: takes and headings.
pub const DISPLAY_BOLD: &[u8] =
    include_bytes!("../vendor/bricolage-grotesque-ttf/0.4.1/BricolageGrotesque_700Bold.ttf");

/// Inter, regular: everything else.
pub const TEXT: &[u8] = include_bytes!("../vendor/inter-ttf/0.4.2/Inter_400Regular.ttf");

/// Inter, semi-bold.
pub const TEXT_BOLD: &[u8] = include_bytes!("../vendor/inter-ttf/0.4.2/Inter_600SemiBold.ttf");

/// Fonts that pages load, by file name; the extended ones only where a page holds such a letter.
pub(crate) const SERVED: &[(&str, &[u8])] = &[
    ("inter-latin-wght-normal.woff2", include_bytes!("../vendor/inter/5.3.0/inter-latin-wght-normal.woff2")),
    ("inter-latin-ext-wght-normal.woff2", include_bytes!("../vendor/inter/5.3.0/inter-latin-ext-wght-normal.woff2")),
    (
        "bricolage-grotesque-latin-wght-normal.woff2",
        include_bytes!("../vendor/bricolage-grotesque/5.3.0/bricolage-grotesque-latin-wght-normal.woff2"),
    ),
    (
        "bricolage-grotesque-latin-ext-wght-normal.woff2",
        include_bytes!("../vendor/bricolage-grotesque/5.3.0/bricolage-grotesque-latin-ext-wght-normal.woff2"),
    ),
];
