//! Times as people and programs read them: Unix seconds to the calendar, always in UTC.

/// Last second that has four digits for its year, Unix seconds.
const LAST: f64 = 253_402_300_799.0;

/// The day, `YYYY-MM-DD`, of a time in Unix seconds.
pub(crate) fn day(seconds: f64) -> String {
    // civil date from a count of days, in the proleptic Gregorian calendar with years that begin in March
    let days = whole(seconds) / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The time, `YYYY-MM-DDThh:mm:ss` without a zone, of a time in Unix seconds.
pub(crate) fn time(seconds: f64) -> String {
    let of_day = whole(seconds) % 86_400;
    format!("{}T{:02}:{:02}:{:02}", day(seconds), of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

/// Whole seconds between 1970 and 9999: a token or an environment may claim any time.
fn whole(seconds: f64) -> u64 {
    seconds.clamp(0.0, LAST).floor() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0.0, "1970-01-01"),
            (951_782_400.0, "2000-02-29"),
            (1_690_000_000.1, "2023-07-22"),
            (1_735_689_599.9, "2024-12-31"),
            (1_767_225_600.0, "2026-01-01"),
            (1e300, "9999-12-31"),
            (-1.0, "1970-01-01"),
            (f64::NAN, "1970-01-01"),
        ] {
            assert_eq!(day(seconds), expected);
        }
    }

    #[test]
    fn times_have_no_zone() {
        for (seconds, expected) in [(0.0, "1970-01-01T00:00:00"), (1_735_689_599.9, "2024-12-31T23:59:59")] {
            assert_eq!(time(seconds), expected);
        }
    }
}
