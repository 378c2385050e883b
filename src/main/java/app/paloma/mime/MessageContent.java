package app.paloma.mime;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A parsed message.
///
/// @param headers all fields of the message itself in order, names as they stand, values unfolded
///   and decoded
/// @param text plain text (made from the HTML where there is no plain part)
/// @param html the HTML as sent (decoded to characters, not cleaned), empty where there is none
/// @param warnings what is wrong with the message, as keys of the mime bundle with arguments, for
///   people
public record MessageContent(
    List<Header> headers,
    Address from,
    Optional<Address> sender,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    List<Address> replyTo,
    String subject,
    Optional<Instant> date,
    String messageId,
    List<String> references,
    String text,
    Optional<String> html,
    List<Attachment> attachments,
    List<Warning> warnings) {
  public record Header(String name, String value) {
    // Written out as in [RowId].
    @Override
    public int hashCode() {
      return 31 * name.hashCode() + value.hashCode();
    }
  }

  public record Warning(String key, List<String> arguments) {
    /// Octets changed on this disk, and no server has them as they were.
    public static final Warning DAMAGED = new Warning("mime.warning.damaged", List.of());
  }

  /// @param index from 1, as the command line counts
  /// @param name safe to use as a file name (no path, control or bidi characters, no reserved
  ///   names); never empty
  /// @param size decoded octets
  /// @param inline shown inside the text (a picture that the HTML names by `cid:`)
  public record Attachment(
      int index,
      String name,
      String contentType,
      long size,
      boolean inline,
      String contentId,
      boolean dangerous,
      Content content) {
    public InputStream open() throws IOException {
      return content.open();
    }

    /// False where its octets are still on the server.
    public boolean isHere() {
      return content.isHere();
    }
  }

  /// Decoded octets of a part.
  public interface Content {
    /// @throws IOException also where they are not here
    InputStream open() throws IOException;

    default boolean isHere() {
      return true;
    }

    /// Brings what is not here. Blocks; uses the network.
    default void fetch(FetchProgress progress) throws IOException {}
  }

  /// The same with one warning more.
  public MessageContent with(Warning warning) {
    List<Warning> all = new ArrayList<>(warnings);
    all.add(warning);
    return new MessageContent(
        headers,
        from,
        sender,
        to,
        cc,
        bcc,
        replyTo,
        subject,
        date,
        messageId,
        references,
        text,
        html,
        attachments,
        List.copyOf(all));
  }

  public String header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse("");
  }
}
