package app.paloma.ui.reader;

import app.paloma.mime.DeliveryReport;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.ReceiptRequest;
import app.paloma.mime.VCard;
import app.paloma.model.Address;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.MessageSummary;
import java.util.List;
import java.util.Optional;

/// A message ready to be shown.
///
/// @param cleaned the document for the WebView, and what was taken out of it
/// @param imagesShown whether remote pictures are in it
/// @param quarantine why it could not be taken in, where that happened
/// @param invitation the event it is about
/// @param receipt the receipt its sender asks for, where the user may give it
/// @param reports what became of it, where servers reported that
/// @param asked what servers were asked for it, where it was sent from here
/// @param contacts whom it brings as vCards
public record OpenMessage(
    MessageSummary summary,
    MessageContent content,
    HtmlCleaner.Cleaned cleaned,
    boolean imagesShown,
    boolean asPlainText,
    Optional<String> quarantine,
    Optional<ReceivedInvitation> invitation,
    Optional<ReceiptRequest> receipt,
    List<DeliveryReport> reports,
    DeliveryWishes asked,
    List<VCard> contacts) {

  public OpenMessage {
    reports = List.copyOf(reports);
    contacts = List.copyOf(contacts);
  }

  /// Whether more is here of it than the list has.
  public boolean hasHeader() {
    return !content.headers().isEmpty();
  }

  public String subject() {
    return hasHeader() ? content.subject() : summary.subject();
  }

  public Address from() {
    return hasHeader() ? content.from() : summary.from();
  }

  public List<Address> to() {
    return hasHeader() ? content.to() : summary.to();
  }

  /// What is wrong with it. Of a message that is not all here the end is missing as a matter of
  /// course.
  public List<MessageContent.Warning> warnings() {
    return isWhole() ? content.warnings() : List.of();
  }

  /// Pictures a person would miss.
  public int blockedImages() {
    return imagesShown ? 0 : cleaned.pictures().size();
  }

  public int trackers() {
    return cleaned.trackers().size();
  }

  public boolean hasSuspiciousLinks() {
    return cleaned.links().stream().anyMatch(link -> !link.suspicious().isEmpty());
  }

  /// Attachments that stand below the text; pictures inside the text are not listed.
  public List<MessageContent.Attachment> attachments() {
    return content.attachments().stream().filter(a -> !a.inline()).toList();
  }

  /// Whether its text is here without all of its files.
  public boolean isPartial() {
    return !isWhole() && absentOctets() >= 0;
  }

  /// Octets of the files that are still on the server; -1 where there are none.
  public long absentOctets() {
    return content.attachments().stream()
        .filter(a -> !a.isHere())
        .mapToLong(MessageContent.Attachment::size)
        .reduce(-1, (sum, size) -> Math.max(0, sum) + size);
  }

  public boolean isWhole() {
    return summary.bodyState() == MessageSummary.BodyState.COMPLETE
        || summary.bodyState() == MessageSummary.BodyState.QUARANTINED;
  }
}
