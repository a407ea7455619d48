//! The progress bar of commands.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::ledger::Progress;

/// A bar on the terminal for each part of a long walk.
#[derive(Default)]
pub struct Bar(Mutex<Option<ProgressBar>>);

impl Bar {
    /// Takes the bar off the terminal.
    pub fn clear(&self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn begin(&self, part: &str, steps: u64) {
        self.clear();
        let bar = if steps == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(steps) };
        let template = if steps == 0 {
            "{spinner} {msg} {human_pos}"
        } else {
            "{msg:14} {wide_bar} {human_pos}/{human_len} {eta}"
        };
        // The template is ours; were it wrong, the plain bar does as well.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(part.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn step(&self, steps: u64) {
        if let Some(bar) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.inc(steps);
        }
    }
}
