package app.paloma.mime;

import app.paloma.model.Address;
import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataAdapter;
import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import com.github.mangstadt.vinnie.io.VObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A person or firm as a message brings them (RFC 6350, and the versions before). Any octets at
/// all: what is no vCard gives none.
///
/// @param name never empty
/// @param organization may be empty
/// @param phones as they are written
public record VCard(String name, String organization, List<String> emails, List<String> phones) {
  private static final int MOST_CARDS = 20;
  private static final int MOST_FILES = 5;
  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_LINES = 20_000;
  private static final int MOST_VALUES = 10;
  private static final int LONGEST = 200;

  public VCard {
    emails = List.copyOf(emails);
    phones = List.copyOf(phones);
  }

  /// What the address book keeps of it.
  public List<Address> addresses() {
    return emails.stream().map(email -> new Address(name, email)).toList();
  }

  /// Those in the attachments of a message, at most 20.
  public static List<VCard> in(MessageContent content) {
    List<VCard> all = new ArrayList<>();
    content.attachments().stream()
        .filter(part -> isVCard(part) && part.size() <= MOST_OCTETS)
        .limit(MOST_FILES)
        .forEach(part -> {
          try (InputStream in = part.open()) {
            all.addAll(parse(in.readNBytes(MOST_OCTETS)));
          } catch (IOException e) {
            // Its file is still there, to be saved.
          }
        });
    return all.stream().limit(MOST_CARDS).toList();
  }

  private static boolean isVCard(MessageContent.Attachment part) {
    return Stream.of("text/vcard", "text/x-vcard", "text/directory")
            .anyMatch(part.contentType()::equals)
        || part.name().toLowerCase(Locale.ROOT).endsWith(".vcf");
  }

  static List<VCard> parse(byte[] octets) {
    Cards cards = new Cards();
    String text = TextDecoder.decode(octets, 0, octets.length, "");
    try (VObjectReader reader = new VObjectReader(new StringReader(text), SyntaxRules.vcard())) {
      reader.parse(cards);
    } catch (IOException | RuntimeException e) {
      // What was read up to there is shown.
    }
    return List.copyOf(cards.read);
  }

  private static final class Cards extends VObjectDataAdapter {
    private final List<VCard> read = new ArrayList<>();
    private String formatted = "";
    private String structured = "";
    private String organization = "";
    private List<String> emails = new ArrayList<>();
    private List<String> phones = new ArrayList<>();
    private int lines;

    @Override
    public void onComponentBegin(String name, Context context) {
      formatted = "";
      structured = "";
      organization = "";
      emails = new ArrayList<>();
      phones = new ArrayList<>();
    }

    @Override
    public void onProperty(VObjectProperty property, Context context) {
      if (++lines > MOST_LINES) {
        context.stop();
      }
      String value = property.getValue();
      switch (property.getName().toUpperCase(Locale.ROOT)) {
        case "FN" -> formatted = clean(VObjectPropertyValues.unescape(value));
        case "N" -> structured = name(VObjectPropertyValues.parseStructured(value));
        case "ORG" ->
            organization =
                clean(
                    String.join(" · ", VObjectPropertyValues.parseSemiStructured(value, LONGEST)));
        case "EMAIL" -> add(emails, clean(value).replaceFirst("(?i)^mailto:", ""), "@");
        case "TEL" -> add(phones, clean(value).replaceFirst("(?i)^tel:", ""), "");
        default -> {
          // Birthdays, pictures, places: the file has them.
        }
      }
    }

    private static void add(List<String> values, String value, String part) {
      if (!value.isEmpty()
          && value.contains(part)
          && values.size() < MOST_VALUES
          && !values.contains(value)) {
        values.add(value);
      }
    }

    /// Family, given, more names, before, behind.
    private static String name(List<List<String>> parts) {
      List<String> words = new ArrayList<>();
      for (int part : new int[] {3, 1, 2, 0, 4}) {
        if (part < parts.size()) {
          words.addAll(parts.get(part));
        }
      }
      return clean(String.join(" ", words));
    }

    @Override
    public void onComponentEnd(String name, Context context) {
      String shown =
          Stream.of(
                  formatted,
                  structured,
                  organization,
                  emails.isEmpty() ? "" : emails.getFirst(),
                  phones.isEmpty() ? "" : phones.getFirst())
              .filter(s -> !s.isEmpty())
              .findFirst()
              .orElse("");
      if (name.equalsIgnoreCase("VCARD") && !shown.isEmpty() && read.size() < MOST_CARDS) {
        read.add(new VCard(shown, shown.equals(organization) ? "" : organization, emails, phones));
      }
    }

    private static String clean(String text) {
      String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
      return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
  }
}
