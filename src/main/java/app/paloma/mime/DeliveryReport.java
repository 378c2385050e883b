package app.paloma.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server reports of a message it took (RFC 3464), or a recipient's program of one that came
/// (a read receipt, RFC 8098), as far as a person needs it.
///
/// @param originalMessageId of the message it is about, without brackets; empty where the report
///   does not hold it
public record DeliveryReport(String originalMessageId, List<Recipient> recipients) {
  private static final int LIMIT = 256 << 10;
  private static final int MOST = 1000;

  // Diagnostic-Code: smtp; 550-5.1.1 text
  private static final Pattern DIAGNOSTIC =
      Pattern.compile("(\\d{3})[ -]?(?:\\d\\.\\d{1,3}\\.\\d{1,3}[ ]?)?(.*)", Pattern.DOTALL);

  private static final Pattern UNICODE =
      Pattern.compile("\\\\x\\{((?:10|[0-9A-F])?[0-9A-F]{1,4})\\}");

  public DeliveryReport {
    recipients = List.copyOf(recipients);
  }

  /// RFC 3464 §2.3.3; the last two are a receipt's disposition-type (RFC 8098 §3.2.6.2).
  public enum Action {
    FAILED,
    DELAYED,
    DELIVERED,
    RELAYED,
    EXPANDED,
    DISPLAYED,
    DELETED
  }

  /// @param status the enhanced status code (RFC 3463), or empty
  /// @param code of the SMTP reply behind it, or 0
  /// @param text the server's words, or empty
  public record Recipient(String address, Action action, String status, int code, String text) {}

  /// @return empty where the message is no such report
  public static Optional<DeliveryReport> of(MessageContent content) {
    if (!content.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("multipart/report")) {
      return Optional.empty();
    }
    ArrayList<Recipient> recipients = new ArrayList<>();
    String original = "";
    for (MessageContent.Attachment part : content.attachments()) {
      switch (part.contentType()) {
        case "message/delivery-status", "message/global-delivery-status" ->
            addRecipients(beginning(part), recipients);
        case "message/disposition-notification", "message/global-disposition-notification" -> {
          TreeMap<String, String> receipt = first(beginning(part));
          disposition(receipt).ifPresent(recipients::add);
          original = original.isEmpty() ? id(receipt, "original-message-id") : original;
        }
        case "text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers" ->
            original = original.isEmpty() ? messageId(beginning(part)) : original;
        default -> {}
      }
    }
    return recipients.isEmpty()
        ? Optional.empty()
        : Optional.of(new DeliveryReport(original, recipients));
  }

  /// What holds of all that was told, oldest first: that a server goes on trying is over with the
  /// next that is told of the same recipient.
  public static List<Recipient> lastWords(List<Recipient> told) {
    Set<String> later = new HashSet<>();
    ArrayDeque<Recipient> holds = new ArrayDeque<>();
    for (Recipient recipient : told.reversed()) {
      boolean first = later.add(recipient.address().toLowerCase(Locale.ROOT));
      if (first || recipient.action() != Action.DELAYED) {
        holds.addFirst(recipient);
      }
    }
    return List.copyOf(holds);
  }

  private static String beginning(MessageContent.Attachment part) {
    try (InputStream in = part.open()) {
      return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /// Of the message that a part of a report is about.
  static String messageId(String part) {
    TreeMap<String, String> fields = first(part);
    String id = id(fields, "original-message-id");
    return id.isEmpty() ? id(fields, "message-id") : id;
  }

  private static TreeMap<String, String> first(String text) {
    return groups(text).stream().findFirst().orElseGet(TreeMap::new);
  }

  private static String id(TreeMap<String, String> fields, String name) {
    List<String> ids = Fields.ids(fields.getOrDefault(name, ""));
    return ids.isEmpty() ? "" : ids.getFirst();
  }

  private static Optional<Recipient> disposition(TreeMap<String, String> receipt) {
    String type =
        receipt.getOrDefault("disposition", "").replaceFirst("^.*;", "").strip().split("/", 2)[0];
    String address = afterType(receipt.getOrDefault("final-recipient", ""));
    Action action =
        switch (type.toLowerCase(Locale.ROOT)) {
          case "displayed" -> Action.DISPLAYED;
          case "deleted" -> Action.DELETED;
          default -> null;
        };
    return action == null || address.isEmpty()
        ? Optional.empty()
        : Optional.of(new Recipient(address, action, "", 0, ""));
  }

  /// The groups of fields between empty lines (RFC 3464 §2.1), names in small letters.
  private static List<TreeMap<String, String>> groups(String text) {
    ArrayList<TreeMap<String, String>> groups = new ArrayList<>();
    TreeMap<String, String> group = new TreeMap<>();
    String last = "";
    for (String line : (text + "\n\n").split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        if (!group.isEmpty() && groups.size() < MOST) {
          groups.add(group);
        }
        group = new TreeMap<>();
        last = "";
      } else if ((line.charAt(0) == ' ' || line.charAt(0) == '\t') && !last.isEmpty()) {
        group.merge(last, line.strip(), (a, b) -> a + " " + b);
      } else if (colon > 0) {
        last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        group.putIfAbsent(last, line.substring(colon + 1).strip());
      }
    }
    return groups;
  }

  private static void addRecipients(String status, List<Recipient> recipients) {
    for (TreeMap<String, String> group : groups(status)) {
      Optional<Action> action = action(group.getOrDefault("action", ""));
      // What the sender wrote, where a forwarding changed it (RFC 3464 §2.3.1).
      String address =
          address(
              group.getOrDefault("original-recipient", group.getOrDefault("final-recipient", "")));
      if (action.isPresent() && !address.isEmpty() && recipients.size() < MOST) {
        Matcher words = DIAGNOSTIC.matcher(afterType(group.getOrDefault("diagnostic-code", "")));
        boolean coded = words.matches();
        recipients.add(
            new Recipient(
                address,
                action.get(),
                group.getOrDefault("status", "").split("[ (]", 2)[0],
                coded ? Integer.parseInt(words.group(1)) : 0,
                coded
                    ? words.group(2).strip()
                    : afterType(group.getOrDefault("diagnostic-code", ""))));
      }
    }
  }

  /// `utf-8; jos\x{E9}@example.org` (RFC 6533 §3), `rfc822; bob@example.net`.
  private static String address(String value) {
    return value.regionMatches(true, 0, "utf-8", 0, 5)
        ? UNICODE
            .matcher(afterType(value))
            .replaceAll(hex -> {
              int c = Integer.parseInt(hex.group(1), 16);
              return Matcher.quoteReplacement(
                  Character.isISOControl(c) ? "" : Character.toString(c));
            })
        : afterType(value);
  }

  /// `rfc822; bob@example.net`, `smtp; 550 no`: what stands behind the type.
  private static String afterType(String value) {
    String plain = value.substring(value.indexOf(';') + 1).strip();
    return plain.startsWith("<") && plain.endsWith(">")
        ? plain.substring(1, plain.length() - 1)
        : plain;
  }

  private static Optional<Action> action(String word) {
    return switch (word.toLowerCase(Locale.ROOT).split("[ (]", 2)[0]) {
      case "failed" -> Optional.of(Action.FAILED);
      case "delayed" -> Optional.of(Action.DELAYED);
      case "delivered" -> Optional.of(Action.DELIVERED);
      case "relayed" -> Optional.of(Action.RELAYED);
      case "expanded" -> Optional.of(Action.EXPANDED);
      default -> Optional.empty();
    };
  }
}
