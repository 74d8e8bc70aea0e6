//! Times for people and machines, in UTC.

/// Seconds of a day.
pub const SECONDS_OF_DAY: i64 = 86_400;
/// 0000-01-01 and 10000-01-01, in days since 1970-01-01: years of four digits lie between them.
const FOUR_DIGITS: std::ops::Range<i64> = -719_528..2_932_897;

/// Last second that has four digits for its year, Unix seconds.
const LAST: f64 = 253_402_300_799.0;

/// The day, `YYYY-MM-DD`, of a time in Unix seconds; of one before 1970 or after 9999 the nearest that there is.
pub fn day(seconds: f64) -> String {
    date(whole(seconds).div_euclid(SECONDS_OF_DAY))
}

/// The time, `YYYY-MM-DDThh:mm:ss` without a zone, of a time in Unix seconds, likewise.
pub fn time(seconds: f64) -> String {
    moment(whole(seconds))
}

/// A time in Unix seconds, `YYYY-MM-DDThh:mm:ssZ`; `None` outside of the years that have four digits.
pub fn timestamp(seconds: i64) -> Option<String> {
    FOUR_DIGITS.contains(&seconds.div_euclid(SECONDS_OF_DAY)).then(|| format!("{}Z", moment(seconds)))
}

fn moment(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(SECONDS_OF_DAY), seconds.rem_euclid(SECONDS_OF_DAY));
    format!("{}T{:02}:{:02}:{:02}", date(days), rest / 3_600, rest / 60 % 60, rest % 60)
}

/// Whole seconds between 1970 and 9999: a token or an environment may claim any time.
fn whole(seconds: f64) -> i64 {
    seconds.clamp(0.0, LAST).floor() as i64
}

/// The civil date of a count of days since 1970-01-01, in the proleptic Gregorian calendar.
fn date(days: i64) -> String {
    // with years that begin in March
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
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

    #[test]
    fn clocks_that_were_wrong_have_a_time_or_none() {
        for (seconds, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (-1, Some("1969-12-31T23:59:59Z")),
            (1_690_000_000, Some("2023-07-22T04:26:40Z")),
            (253_402_300_799, Some("9999-12-31T23:59:59Z")),
            (253_402_300_800, None),
            (-62_167_219_200, Some("0000-01-01T00:00:00Z")),
            (-62_167_219_201, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            assert_eq!(timestamp(seconds).as_deref(), expected, "{seconds}");
        }
    }
}
