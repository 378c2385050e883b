package app.paloma.store;

import app.paloma.model.*;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How values of the model are written in columns.
final class Rows {
  private static final char FIELD = '\u001f';
  private static final char RECORD = '\u001e';
  private static final int MOST_RECIPIENTS = 500;

  static final String SUMMARY =
      """
      SELECT id, account, mailbox, uid, message_id, thread, from_name, from_email, recipients,
        subject, date, flags, keywords, size, has_attachments, preview, body_state FROM message
      """;

  /// The same of a message by itself: when it was written, though lists have it where it came back.
  static final String WRITTEN =
      SUMMARY.replace(
          " date,",
          " coalesce((SELECT written FROM snooze WHERE snooze.message = id), date) AS date,");

  private Rows() {}

  static MessageSummary summary(ResultSet row) throws SQLException {
    return new MessageSummary(
        new MessageId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        new MailboxId(row.getLong(3)),
        row.getLong(4),
        row.getString(5),
        row.getLong(6),
        new Address(row.getString(7), row.getString(8)),
        addresses(row.getString(9)),
        row.getString(10),
        Instant.ofEpochMilli(row.getLong(11)),
        flags(row.getInt(12), row.getString(13)),
        row.getLong(14),
        row.getInt(15) != 0,
        row.getString(16),
        bodyState(row.getInt(17)));
  }

  static int number(MessageSummary.BodyState state) {
    return switch (state) {
      case HEADER -> 0;
      case PARTIAL -> 1;
      case COMPLETE -> 2;
      case QUARANTINED -> 3;
    };
  }

  static MessageSummary.BodyState bodyState(int number) {
    return switch (number) {
      case 0 -> MessageSummary.BodyState.HEADER;
      case 1 -> MessageSummary.BodyState.PARTIAL;
      case 2 -> MessageSummary.BodyState.COMPLETE;
      default -> MessageSummary.BodyState.QUARANTINED;
    };
  }

  static Flags flags(int bits, String keywords) {
    return keywords == null || keywords.isEmpty()
        ? Flags.of(bits)
        : new Flags(bits, List.of(keywords.split(" ")));
  }

  /// Null where there is none: most messages have none.
  static String keywords(Flags flags) {
    return flags.keywords().isEmpty() ? null : String.join(" ", flags.keywords());
  }

  static String text(List<Address> addresses) {
    if (addresses.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Address address : addresses.subList(0, Math.min(addresses.size(), MOST_RECIPIENTS))) {
      if (!text.isEmpty()) {
        text.append(RECORD);
      }
      text.append(clean(address.name())).append(FIELD).append(clean(address.email()));
    }
    return text.toString();
  }

  static List<Address> addresses(String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    ArrayList<Address> all = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf(RECORD, start);
      if (end < 0) {
        end = text.length();
      }
      int middle = text.indexOf(FIELD, start);
      all.add(new Address(text.substring(start, middle), text.substring(middle + 1, end)));
      start = end + 1;
    }
    return all;
  }

  static String words(List<Address> addresses) {
    StringBuilder text = new StringBuilder();
    for (Address address : addresses) {
      text.append(address.name()).append(' ').append(address.email()).append(" , ");
    }
    return text.toString();
  }

  static String text(Address address) {
    return text(List.of(address));
  }

  private static String clean(String text) {
    return text.indexOf(FIELD) < 0 && text.indexOf(RECORD) < 0
        ? text
        : text.replace(FIELD, ' ').replace(RECORD, ' ');
  }

  /// 64 bits of a Message-ID; 0 for none. FNV-1a with a final mix: cheap, and spread evenly.
  static long hash(String messageId) {
    if (messageId.isEmpty()) {
      return 0;
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < messageId.length(); i++) {
      hash = (hash ^ messageId.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    hash *= 0x9E3779B97F4A7C15L;
    hash ^= hash >>> 29;
    return hash == 0 ? 1 : hash;
  }

  /// `?, ?, ?`
  static String marks(int count) {
    return String.join(", ", java.util.Collections.nCopies(count, "?"));
  }
}
