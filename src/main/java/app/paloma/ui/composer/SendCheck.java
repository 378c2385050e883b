package app.paloma.ui.composer;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What to say before a message leaves.
public final class SendCheck {
  /// In the order in which it is said; one that blocks cannot be overruled.
  public enum Finding {
    NO_ACCOUNT(true),
    BUSY(true),
    NO_RECIPIENT(true),
    INVALID_ADDRESS(true),
    TOO_LARGE(false),
    EMPTY_SUBJECT(false),
    FORGOTTEN_ATTACHMENT(false);

    private final boolean blocks;

    Finding(boolean blocks) {
      this.blocks = blocks;
    }

    public boolean blocks() {
      return blocks;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private SendCheck() {}

  static Set<Finding> of(
      boolean account,
      List<RecipientsViewModel.Chip> recipients,
      String subject,
      String ownText,
      boolean hasAttachment,
      boolean busy,
      boolean tooLarge) {
    Set<Finding> found = EnumSet.noneOf(Finding.class);
    if (!account) {
      found.add(Finding.NO_ACCOUNT);
    }
    if (busy) {
      found.add(Finding.BUSY);
    }
    if (recipients.isEmpty()) {
      found.add(Finding.NO_RECIPIENT);
    }
    if (recipients.stream().anyMatch(chip -> chip.problem().isPresent())) {
      found.add(Finding.INVALID_ADDRESS);
    }
    if (tooLarge) {
      found.add(Finding.TOO_LARGE);
    }
    if (subject.isBlank()) {
      found.add(Finding.EMPTY_SUBJECT);
    }
    if (!hasAttachment
        && (AttachmentWords.mentionedIn(ownText) || AttachmentWords.mentionedIn(subject))) {
      found.add(Finding.FORGOTTEN_ATTACHMENT);
    }
    return found;
  }
}
