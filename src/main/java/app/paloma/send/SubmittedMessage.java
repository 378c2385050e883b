package app.paloma.send;

import app.paloma.model.WrongInput;
import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.IndexedContent;
import app.paloma.protocol.smtp.SmtpPath;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A finished message as somebody handed it over, made ready to be queued: envelope found, Bcc
/// taken out, what RFC 6409 §8 lets a submitter add added, all else as it was.
///
/// @param account by which it goes
/// @param octets to be read once
record SubmittedMessage(
    AccountId account,
    String messageId,
    String reversePath,
    List<String> recipients,
    String subject,
    InputStream octets) {
  private static final int HEADER_LIMIT = 8 << 20;

  /// One header field as it stands, folded lines and line ends included.
  private record Field(String name, byte[] octets) {}

  /// @param accounts by which it may go: it goes by the one it comes from, else by the first
  /// @throws IllegalArgumentException no recipient, an address that cannot be used
  static SubmittedMessage read(
      InputStream message,
      List<Account> accounts,
      Optional<String> from,
      List<String> to,
      MessageReader reader,
      Instant now)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(new CrlfInputStream(message), 64 * 1024);
    List<Field> fields = header(in);
    boolean resent = fields.stream().anyMatch(f -> isResentAddress(f.name()));
    IndexedContent envelope =
        reader.index(join(resent ? resentBlock(fields) : fields).toByteArray(), false);
    IndexedContent content = resent ? reader.index(join(fields).toByteArray(), false) : envelope;
    Account account =
        Stream.of(from.orElse(""), envelope.from().email(), content.from().email())
            .flatMap(
                sender -> accounts.stream().filter(a -> a.email().equalsIgnoreCase(sender.strip())))
            .findFirst()
            .orElse(accounts.getFirst());
    String reversePath =
        from.orElseGet(
            () -> envelope.from().email().isBlank() ? account.email() : envelope.from().email());
    if (!reversePath.isEmpty()) {
      SmtpPath.normalise(reversePath);
    }
    List<String> recipients = to.isEmpty() ? namedIn(envelope) : distinct(to);
    if (recipients.isEmpty()) {
      throw new WrongInput(WrongInput.Kind.NO_RECIPIENT, "");
    }
    String messageId = content.messageId();
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    if (!has(fields, "date")) {
      header.writeBytes(octets("Date: " + date(now) + "\r\n"));
    }
    if (messageId.isBlank() && !has(fields, "message-id")) {
      messageId =
          MessageComposer.newMessageId(
              Address.of(reversePath.isEmpty() ? account.email() : reversePath));
      header.writeBytes(octets("Message-ID: <" + messageId + ">\r\n"));
    }
    for (Field field : fields) {
      if (!field.name().equals("bcc") && !field.name().equals("resent-bcc")) {
        header.writeBytes(field.octets());
      }
    }
    header.writeBytes(octets("\r\n"));
    return new SubmittedMessage(
        account.id(),
        messageId,
        reversePath,
        recipients,
        content.subject(),
        new SequenceInputStream(new ByteArrayInputStream(header.toByteArray()), in));
  }

  /// The fields that whoever passed a message on wrote (RFC 5322 §3.6.6), folded or not.
  static Set<String> resentFields(InputStream message) throws IOException {
    return header(new BufferedInputStream(message)).stream()
        .filter(field -> field.name().startsWith("resent-") && !field.name().equals("resent-bcc"))
        .map(
            field -> new String(field.octets(), StandardCharsets.ISO_8859_1).replaceAll("\\s+", ""))
        .collect(Collectors.toSet());
  }

  /// Reads up to and with the empty line. What cannot be a field begins the body, as if the empty
  /// line before it had been forgotten.
  private static List<Field> header(BufferedInputStream in) throws IOException {
    ArrayList<Field> fields = new ArrayList<>();
    int total = 0;
    while (true) {
      in.mark(HEADER_LIMIT);
      byte[] line = line(in);
      total += line.length;
      if (total > HEADER_LIMIT) {
        throw new WrongInput(WrongInput.Kind.LONG_HEADER, "");
      }
      if (line.length <= 2) {
        return fields;
      }
      boolean folded = (line[0] == ' ' || line[0] == '\t') && !fields.isEmpty();
      if (folded) {
        Field last = fields.removeLast();
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(last.octets());
        longer.writeBytes(line);
        fields.add(new Field(last.name(), longer.toByteArray()));
        continue;
      }
      String name = name(line);
      if (name.isEmpty()) {
        if (fields.isEmpty() && startsWithFrom(line)) {
          continue;
        }
        in.reset();
        return fields;
      }
      fields.add(new Field(name, line));
    }
  }

  /// The line that begins a message in an mbox is not part of it.
  private static boolean startsWithFrom(byte[] line) {
    return new String(line, 0, Math.min(5, line.length), StandardCharsets.US_ASCII).equals("From ");
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) >= 0) {
      line.write(octet);
      if (octet == '\n' || line.size() > HEADER_LIMIT) {
        break;
      }
    }
    return line.toByteArray();
  }

  /// field-name = 1*ftext (RFC 5322 §2.2), in lower case; empty where the line is no field.
  private static String name(byte[] line) {
    int end = 0;
    while (end < line.length && line[end] > ' ' && line[end] < 0x7f && line[end] != ':') {
      end++;
    }
    int colon = end;
    while (colon < line.length && (line[colon] == ' ' || line[colon] == '\t')) {
      colon++;
    }
    return end > 0 && colon < line.length && line[colon] == ':'
        ? new String(line, 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT)
        : "";
  }

  private static boolean isResentAddress(String name) {
    return name.equals("resent-to") || name.equals("resent-cc") || name.equals("resent-bcc");
  }

  /// The newest block of Resent fields, which stands first (RFC 5322 §3.6.6), as if it were the
  /// message's own.
  private static List<Field> resentBlock(List<Field> fields) {
    LinkedHashMap<String, Field> newest = new LinkedHashMap<>();
    boolean inside = false;
    for (Field field : fields) {
      if (field.name().startsWith("resent-")) {
        if (newest.containsKey(field.name())) {
          break;
        }
        inside = true;
        byte[] plain =
            java.util.Arrays.copyOfRange(field.octets(), "resent-".length(), field.octets().length);
        newest.put(field.name(), new Field(field.name().substring(7), plain));
      } else if (inside && isTrace(field.name())) {
        break;
      }
    }
    return List.copyOf(newest.values());
  }

  private static boolean isTrace(String name) {
    return name.equals("received") || name.equals("return-path");
  }

  private static ByteArrayOutputStream join(List<Field> fields) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    fields.forEach(field -> header.writeBytes(field.octets()));
    header.writeBytes(octets("\r\n"));
    return header;
  }

  private static boolean has(List<Field> fields, String name) {
    return fields.stream().anyMatch(f -> f.name().equals(name));
  }

  private static List<String> namedIn(IndexedContent content) {
    ArrayList<String> all = new ArrayList<>();
    for (List<Address> list : List.of(content.to(), content.cc(), content.bcc())) {
      list.stream().map(Address::email).filter(email -> !email.isBlank()).forEach(all::add);
    }
    return distinct(all);
  }

  /// Each mailbox once; domains are the same in any case.
  static List<String> distinct(List<String> addresses) {
    LinkedHashMap<String, String> distinct = new LinkedHashMap<>();
    for (String address : addresses) {
      String normalised = SmtpPath.normalise(address);
      int at = normalised.lastIndexOf('@');
      String key = normalised.substring(0, at) + normalised.substring(at).toLowerCase(Locale.ROOT);
      distinct.putIfAbsent(key, address.strip());
    }
    return List.copyOf(distinct.values());
  }

  private static String date(Instant now) {
    return DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
        .format(now.atOffset(ZoneOffset.UTC));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
