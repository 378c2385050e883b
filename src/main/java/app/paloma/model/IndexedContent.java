package app.paloma.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the store keeps of a message beside its octets: the fields the list shows, those that
/// thread it, and the text that search finds. Made by the mime room, written by the store.
///
/// @param messageId without angle brackets; empty where there is none
/// @param references Message-IDs of References then In-Reply-To, oldest first, without brackets
/// @param date the Date field; empty where it is missing or cannot be read
/// @param preview the first words of the text, at most 200 characters, one line
/// @param bodyText all text a person would read, plain, at most a million characters
/// @param attachmentNames decoded file names
/// @param listId of List-Id; empty where there is none
public record IndexedContent(
    String messageId,
    List<String> references,
    Address from,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    List<Address> replyTo,
    String subject,
    Optional<Instant> date,
    String preview,
    String bodyText,
    List<String> attachmentNames,
    boolean hasAttachments,
    String listId) {
  public IndexedContent {
    references = List.copyOf(references);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    replyTo = List.copyOf(replyTo);
    attachmentNames = List.copyOf(attachmentNames);
  }

  /// The same with the first words that were told elsewhere.
  public IndexedContent withPreview(String told) {
    return new IndexedContent(
        messageId,
        references,
        from,
        to,
        cc,
        bcc,
        replyTo,
        subject,
        date,
        told,
        bodyText,
        attachmentNames,
        hasAttachments,
        listId);
  }
}
