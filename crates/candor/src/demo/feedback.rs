//! What people of Saltmarsh told each other in the last weeks, told on a clock that is moved through them.

use crate::clock;
use crate::server::Running;
use anyhow::Context;
use db::{Ambient, ManualClock};
use feedback::Feedback;
use feedback::story::{self, Story};
use jiff::SignedDuration;
use std::sync::Arc;

const FILE: &str = include_str!("../../demo/feedback.toml");

/// Tells all of it.
pub(super) async fn tell(running: &Running) -> anyhow::Result<()> {
    let story: Story = toml::from_str(FILE).context("the feedback of the demonstration")?;
    let system = clock::system()?;
    let begin = system.now() - SignedDuration::from_hours(24 * i64::from(story.days()));
    let clock = ManualClock::new(begin);
    let ambient = Ambient::new(Arc::new(clock.clone()), system.secret().hash());
    let people = running.people.clone();
    let feedback = Feedback::new(people.db().clone(), ambient, running.site().clone(), people);
    story::tell(&feedback, &clock, &story).await.context("the feedback of the demonstration")
}

#[cfg(test)]
mod tests {
    use super::{FILE, Story};

    #[test]
    fn the_feedback_of_the_demo_can_be_read() {
        let story: Story = toml::from_str(FILE).unwrap();
        assert_eq!(story.days(), 35);
    }
}
