package app.paloma.mime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The Date field (RFC 5322 §3.3, §4.3) and whatever else is written there: ctime, ISO 8601,
/// two-digit years, zone names, localised months, seconds since 1970.
final class DateParser {
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;

  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("ut", 0),
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("z", 0),
          Map.entry("est", -300),
          Map.entry("edt", -240),
          Map.entry("cst", -360),
          Map.entry("cdt", -300),
          Map.entry("mst", -420),
          Map.entry("mdt", -360),
          Map.entry("pst", -480),
          Map.entry("pdt", -420),
          Map.entry("bst", 60),
          Map.entry("wet", 0),
          Map.entry("west", 60),
          Map.entry("cet", 60),
          Map.entry("met", 60),
          Map.entry("cest", 120),
          Map.entry("mest", 120),
          Map.entry("eet", 120),
          Map.entry("eest", 180),
          Map.entry("msk", 180),
          Map.entry("jst", 540),
          Map.entry("kst", 540),
          Map.entry("clt", -240),
          Map.entry("clst", -180),
          Map.entry("ast", -240),
          Map.entry("adt", -180),
          Map.entry("nst", -210),
          Map.entry("ndt", -150),
          Map.entry("akst", -540),
          Map.entry("akdt", -480),
          Map.entry("hst", -600));

  // English, Spanish, Portuguese, French, German, Italian, Dutch: the first three letters.
  private static final String[] MONTHS = {
    "jan ene gen",
    "feb fev fév",
    "mar mär mrt maa",
    "apr abr avr",
    "may mai mei mag",
    "jun giu",
    "jul lug",
    "aug ago aoû aou",
    "sep set",
    "oct out okt ott",
    "nov",
    "dec dic dez déc"
  };

  private static final Pattern CLOCK = Pattern.compile("\\d:\\d");
  private static final Pattern SPACED_CLOCK =
      Pattern.compile("(\\d\\d?)\\s*:\\s*(\\d\\d?)(?:\\s*:\\s*(\\d\\d?))?");

  private DateParser() {}

  static Optional<Instant> parse(String raw) {
    if (raw.isEmpty() || raw.length() > 1000) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new Reading(raw).instant());
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static final class Reading {
    private final String text;
    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int yearDigits;
    private LocalTime time = LocalTime.MIDNIGHT;
    private boolean timeSeen;
    private int zone;
    private boolean zoneSeen;
    private boolean afternoon;
    private boolean forenoon;
    private boolean leap;

    Reading(String raw) {
      // In Received fields the date is what follows the last semicolon.
      String plain = withoutComments(raw);
      String date = plain.substring(plain.lastIndexOf(';') + 1).toLowerCase(Locale.ROOT);
      // RFC 5322 §4.3: obs-hour, obs-minute and obs-second have blanks around them.
      text =
          CLOCK.matcher(date).find() ? date : SPACED_CLOCK.matcher(date).replaceFirst("$1:$2:$3");
    }

    Instant instant() {
      String trimmed = text.strip();
      if (trimmed.length() >= 9
          && trimmed.length() <= 13
          && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
        long n = Long.parseLong(trimmed);
        return checked(Instant.ofEpochSecond(trimmed.length() == 13 ? n / 1000 : n));
      }
      int i = 0;
      int n = text.length();
      while (i < n) {
        char c = text.charAt(i);
        if (isDigit(c)) {
          i = number(i);
        } else if ((c == '+' || c == '-') && timeSeen && i + 1 < n && isDigit(text.charAt(i + 1))) {
          i = offset(i);
        } else if (Character.isLetter(c)) {
          int start = i;
          while (i < n && Character.isLetter(text.charAt(i))) {
            i++;
          }
          word(text.substring(start, i));
        } else {
          i++;
        }
      }
      if (day < 0 || month < 0 || year < 0) {
        return null;
      }
      if (afternoon && time.getHour() < 12) {
        time = time.plusHours(12);
      } else if (forenoon && time.getHour() == 12) {
        time = time.minusHours(12);
      }
      int y = year;
      if (yearDigits <= 2) {
        // RFC 5322 §4.3
        y += y < 50 ? 2000 : 1900;
      } else if (yearDigits == 3) {
        y += 1900;
      }
      Instant instant =
          LocalDate.of(y, month, day).atTime(time).toInstant(ZoneOffset.ofTotalSeconds(zone * 60));
      return checked(leap ? instant.plusSeconds(1) : instant);
    }

    private static Instant checked(Instant instant) {
      int y = instant.atOffset(ZoneOffset.UTC).getYear();
      return y < FIRST_YEAR || y > LAST_YEAR ? null : instant;
    }

    private int number(int from) {
      int i = from;
      int n = text.length();
      while (i < n && isDigit(text.charAt(i))) {
        i++;
      }
      int digits = i - from;
      if (digits > 9) {
        return i;
      }
      int value = Integer.parseInt(text.substring(from, i));
      char next = i < n ? text.charAt(i) : 0;
      if ((next == ':' || next == '.' && !timeSeen && year >= 0)
          && digits <= 2
          && i + 1 < n
          && isDigit(text.charAt(i + 1))
          && !timeSeen) {
        return clock(value, i + 1, next);
      }
      if (next == '-' && digits == 4 && day < 0 && year < 0) {
        // ISO 8601
        int m = i + 1;
        int e = digitsEnd(m);
        if (e > m && e < n && text.charAt(e) == '-' && digitsEnd(e + 1) > e + 1) {
          int f = digitsEnd(e + 1);
          year = value;
          yearDigits = 4;
          month = Integer.parseInt(text.substring(m, e));
          day = Integer.parseInt(text.substring(e + 1, f));
          return f < n && text.charAt(f) == 't' ? f + 1 : f;
        }
      }
      if ((next == '/' || next == '-' || next == '.') && digits <= 2 && day < 0) {
        int e = digitsEnd(i + 1);
        if (e > i + 1 && e < n && text.charAt(e) == next && digitsEnd(e + 1) > e + 1) {
          int second = Integer.parseInt(text.substring(i + 1, e));
          int f = digitsEnd(e + 1);
          // With slashes the month comes first, where it can be one.
          boolean dayFirst = next != '/' || value > 12;
          day = dayFirst ? value : second;
          month = dayFirst ? second : value;
          year = Integer.parseInt(text.substring(e + 1, f));
          yearDigits = f - e - 1;
          return f;
        }
      }
      if (day < 0 && digits <= 2) {
        day = value;
      } else if (year < 0) {
        year = value;
        yearDigits = digits;
      } else if (timeSeen && !zoneSeen && digits == 4) {
        setZone(value, 1);
      }
      return i;
    }

    private int digitsEnd(int from) {
      int i = from;
      while (i < text.length() && isDigit(text.charAt(i)) && i - from < 6) {
        i++;
      }
      return i;
    }

    private int clock(int hour, int from, char separator) {
      int e = digitsEnd(from);
      int minute = Integer.parseInt(text.substring(from, e));
      int second = 0;
      if (e + 1 < text.length() && text.charAt(e) == separator && isDigit(text.charAt(e + 1))) {
        int f = digitsEnd(e + 1);
        second = Integer.parseInt(text.substring(e + 1, f));
        e = f;
        if (e + 1 < text.length() && text.charAt(e) == '.' && isDigit(text.charAt(e + 1))) {
          e++;
          while (e < text.length() && isDigit(text.charAt(e))) {
            e++;
          }
        }
      }
      // A leap second has no name in Java: the one after :59. 24:00 is the end of the day.
      leap = second == 60;
      time = LocalTime.of(hour == 24 ? 0 : hour, minute, Math.min(second, 59));
      timeSeen = true;
      return e;
    }

    private int offset(int from) {
      int sign = text.charAt(from) == '-' ? -1 : 1;
      int e = digitsEnd(from + 1);
      String digits = text.substring(from + 1, e);
      if (e + 1 < text.length() && text.charAt(e) == ':' && isDigit(text.charAt(e + 1))) {
        int f = digitsEnd(e + 1);
        digits = digits + text.substring(e + 1, f);
        e = f;
      }
      int value = Integer.parseInt(digits);
      if (digits.length() <= 2) {
        value *= 100;
      }
      setZone(value, sign);
      return e;
    }

    private void setZone(int hhmm, int sign) {
      int minutes = hhmm / 100 * 60 + hhmm % 100;
      // RFC 5322 §3.3: a zone is within +9959, the earth within 14 hours; more says nothing.
      zone = hhmm % 100 < 60 && minutes <= 14 * 60 ? sign * minutes : 0;
      zoneSeen = true;
    }

    private void word(String word) {
      if (word.equals("pm")) {
        afternoon = true;
        return;
      }
      if (word.equals("am")) {
        forenoon = true;
        return;
      }
      if (timeSeen && !zoneSeen) {
        Integer minutes = ZONES.get(word);
        if (minutes != null) {
          zone = minutes;
          zoneSeen = true;
          return;
        }
      }
      if (month < 0 && word.length() >= 3) {
        String start = word.substring(0, 3);
        for (int m = 0; m < 12; m++) {
          if (MONTHS[m].contains(start) && !isWeekday(word, m)) {
            month = m + 1;
            return;
          }
        }
      }
    }

    // "Mar" is March, and Tuesday (martes, mardi) in front of the day.
    private boolean isWeekday(String word, int m) {
      return m == 2
          && day < 0
          && (word.startsWith("mart")
              || word.startsWith("mard")
              || word.equals("mar") && hasLaterMonth(text.indexOf(word) + 3));
    }

    private boolean hasLaterMonth(int from) {
      for (String w : text.substring(from).split("[^\\p{L}]+")) {
        if (w.length() >= 3) {
          String start = w.substring(0, 3);
          for (String m : MONTHS) {
            if (m.contains(start)) {
              return true;
            }
          }
        }
      }
      return false;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static String withoutComments(String raw) {
      if (raw.indexOf('(') < 0) {
        return raw;
      }
      StringBuilder b = new StringBuilder();
      int depth = 0;
      for (int i = 0; i < raw.length(); i++) {
        char c = raw.charAt(i);
        if (c == '(') {
          depth++;
        } else if (c == ')') {
          depth = Math.max(0, depth - 1);
        } else if (depth == 0) {
          b.append(c);
        }
      }
      return b.toString();
    }
  }
}
