//! What holds on every page: axe finds nothing, nothing overflows, nothing comes from elsewhere, nobody complains.

use crate::page::{Device, NARROW, Page, ZOOMED};
use serde_json::json;
use std::time::{Duration, Instant};

/// A page that was resized has drawn itself anew within this time, on a busy machine too.
const SETTLED: Duration = Duration::from_secs(5);

const AXE: &str = include_str!("../vendor/axe-core/4.14.1/axe.min.js");

/// Whether the page itself answered with an error, which the browser notes in its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Found,
    Refused,
}

/// Everything at once, on the page as it is shown now; `usual` is what it is held in.
pub async fn all(page: &Page, name: &str, usual: Device, answer: Answer) {
    at_rest(page).await;
    clean(page, name, answer).await;
    for theme in ["light", "dark"] {
        in_theme(page, theme).await;
        axe(page, &format!("{name}, {theme}")).await;
    }
    in_theme(page, "").await;
    for device in [NARROW, ZOOMED] {
        page.hold(device).await;
        fits(page, &format!("{name} at {} px", device.width)).await;
    }
    page.hold(usual).await;
    at_rest(page).await;
}

/// Waits until nothing moves, and typefaces are there.
pub async fn at_rest(page: &Page) {
    page.until("document.readyState === 'complete' && document.fonts.status === 'loaded'").await;
    page.until("document.getAnimations().every((it) => it.playState !== 'running')").await;
}

/// Shows the page in a theme: as the system wishes, or as the big screen was told. Nothing is the page's own choice.
pub async fn in_theme(page: &Page, theme: &str) {
    page.wish(&[("prefers-color-scheme", theme)]).await;
    page.js_with(
        "((root) => { root.dataset.own ??= root.dataset.theme ?? ''; if (root.dataset.own) root.dataset.theme = a[0] || root.dataset.own; })(document.documentElement)",
        &[json!(theme)],
    )
    .await;
    at_rest(page).await;
}

/// No violation of what axe checks.
pub async fn axe(page: &Page, name: &str) {
    if page.js("typeof axe").await != "object" {
        page.inject(AXE).await;
    }
    let run = "axe.run({ runOnly: { type: 'tag', values: a[0] }, resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${node.target} ${node.html.slice(0, 160)} ${node.any.concat(node.all, node.none).map((it) => it.message)}`)))";
    let tags = json!(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
    let found = page.js_with(run, &[tags]).await;
    let found: Vec<&str> = found.as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
    assert!(found.is_empty(), "axe on {name}:\n{}", found.join("\n"));
}

/// What sticks out at a side, and text that its box cuts off. Boxes that scroll by themselves may hold more.
const STICKS_OUT: &str = r"(() => {
  const found = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const scrolls = (el) => el && (/auto|scroll/.test(getComputedStyle(el).overflowX) || scrolls(el.parentElement));
  const what = (el) => `${el.localName}.${el.getAttribute('class') ?? ''} “${el.textContent.trim().slice(0, 40)}”`;
  for (const el of document.body.querySelectorAll('*')) {
    if (!el.checkVisibility({ opacityProperty: true }) || el.closest('.visually-hidden, .skip, body > .take-card, [aria-hidden=true], svg')) continue;
    const { left, right, width } = el.getBoundingClientRect();
    if (width > 0 && (left < -1 || right > wide + 1) && !scrolls(el.parentElement)) found.push(`${what(el)} reaches from ${left} to ${right} of ${wide}`);
    const style = getComputedStyle(el);
    const cuts = /hidden|clip/.test(style.overflowY + style.overflowX) && el !== document.body;
    if (cuts && el.scrollHeight > el.clientHeight + 1) found.push(`${what(el)} cuts ${el.scrollHeight - el.clientHeight} px of its height`);
    if (cuts && el.scrollWidth > el.clientWidth + 1) found.push(`${what(el)} cuts ${el.scrollWidth - el.clientWidth} px of its width`);
  }
  return found.slice(0, 12);
})()";

/// Nothing beyond the sides, nothing cut off.
pub async fn fits(page: &Page, name: &str) {
    at_rest(page).await;
    // The page hears of its new size with the next frame that it draws: only what stays is a fault.
    let started = Instant::now();
    loop {
        let found = page.js(STICKS_OUT).await;
        let found: Vec<&str> = found.as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
        if found.is_empty() {
            return;
        }
        assert!(started.elapsed() < SETTLED, "{name}:\n{}", found.join("\n"));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Nothing from another origin, nothing refused by the page's policy, no error in the console.
pub async fn clean(page: &Page, name: &str, answer: Answer) {
    let elsewhere = "performance.getEntriesByType('resource').map((it) => it.name).filter((it) => !it.startsWith(location.origin + '/'))";
    assert_eq!(page.js(elsewhere).await, json!([]), "{name}");
    for (level, message) in page.console().await {
        let expected = answer == Answer::Refused && message.contains("Failed to load resource");
        let complains = level == "SEVERE" || level == "WARNING" || message.contains("Content Security Policy");
        assert!(expected || !complains, "{name}: {level} {message}");
    }
}
