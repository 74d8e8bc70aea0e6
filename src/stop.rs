//! Whether the user wants a run to end early, with what it has found so far.

use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// The wish, shared by all who work on a run.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// The wish of whoever started this program: Ctrl-C, or the signal to terminate, once. The second ends it on the spot.
    pub fn of_process() -> Self {
        static PROCESS: OnceLock<Stop> = OnceLock::new();
        PROCESS.get_or_init(Self::listening).clone()
    }

    fn listening() -> Self {
        let stop = Self::default();
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            let ended = 128 + signal;
            // in this order: the first signal finds no wish yet
            let on_second = signal_hook::flag::register_conditional_shutdown(signal, ended, stop.0.clone());
            // without the second part the first would keep the program from ever being ended
            if on_second.is_ok() {
                let _ = signal_hook::flag::register(signal, stop.0.clone());
            }
        }
        stop
    }

    /// Wishes it.
    pub fn wish(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is wished.
    pub fn is_wished(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
