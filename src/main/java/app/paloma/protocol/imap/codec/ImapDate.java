package app.paloma.protocol.imap.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/// date-time and date (RFC 9051 §9).
public final class ImapDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private ImapDate() {}

  /// `date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE`, the
  /// quotes already gone; null where it is none.
  public static Instant dateTime(String text) {
    String date = text.strip();
    int start = date.length() > 1 && date.charAt(1) == '-' ? 1 : 0;
    // Positions as if the day had two digits.
    int shift = -start;
    if (date.length() < 20 + shift || !Character.isDigit(date.charAt(0))) {
      return null;
    }
    try {
      int day = number(date, 0, 2 + shift);
      int month = month(date, 3 + shift);
      int year = number(date, 7 + shift, 11 + shift);
      int hour = number(date, 12 + shift, 14 + shift);
      int minute = number(date, 15 + shift, 17 + shift);
      int second = number(date, 18 + shift, 20 + shift);
      int zone = zone(date, 20 + shift);
      if (month < 0 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) {
        return null;
      }
      long days = LocalDate.of(year, month, 1).toEpochDay() + day - 1;
      return Instant.ofEpochSecond(
          days * 86_400 + hour * 3_600L + minute * 60L + second - zone * 60L);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      return null;
    }
  }

  private static int zone(String date, int from) {
    int sign = from;
    while (sign < date.length() && date.charAt(sign) == ' ') {
      sign++;
    }
    if (date.length() - sign < 5 || date.charAt(sign) != '+' && date.charAt(sign) != '-') {
      return 0;
    }
    int minutes = number(date, sign + 1, sign + 3) * 60 + number(date, sign + 3, sign + 5);
    return date.charAt(sign) == '-' ? -minutes : minutes;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("not a digit");
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private static int month(String text, int from) {
    for (int i = 0; i < 12; i++) {
      if (text.regionMatches(true, from, MONTHS, 3 * i, 3)) {
        return i + 1;
      }
    }
    return -1;
  }

  public static String write(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%2d-%s-%04d %02d:%02d:%02d +0000",
        utc.getDayOfMonth(),
        monthName(utc.getMonthValue()),
        utc.getYear(),
        utc.getHour(),
        utc.getMinute(),
        utc.getSecond());
  }

  /// `date-text = date-day "-" date-month "-" date-year`.
  public static String write(LocalDate day) {
    return String.format(
        Locale.ROOT,
        "%d-%s-%04d",
        day.getDayOfMonth(),
        monthName(day.getMonthValue()),
        day.getYear());
  }

  private static String monthName(int month) {
    return MONTHS.substring(3 * month - 3, 3 * month);
  }
}
