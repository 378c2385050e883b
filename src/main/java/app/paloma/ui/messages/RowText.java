package app.paloma.ui.messages;

import app.paloma.model.MessageSummary;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import java.util.stream.Collectors;

/// What a row says, however it is drawn.
final class RowText {
  private final MessageListViewModel model;
  private final Messages words;
  private final Formats formats;

  RowText(MessageListViewModel model, Messages words, Formats formats) {
    this.model = model;
    this.words = words;
    this.formats = formats;
  }

  String loading() {
    return words.get("list.loading");
  }

  String what(MessageSummary message) {
    return message.subject().isBlank() ? words.get("list.noSubject") : message.subject();
  }

  /// When it comes back, or when it came.
  String when(MessageRow row, MessageSummary message) {
    return row.marks().snoozedUntil().map(formats::ahead).orElseGet(() -> when(message));
  }

  String when(MessageSummary message) {
    return model.isSortedByDate()
        ? formats.briefInGroup(message.date())
        : formats.brief(message.date());
  }

  /// In folders of mail that was written here it matters to whom it went.
  String who(MessageSummary message) {
    if (ColumnHeader.isOwn(model)) {
      return message.to().isEmpty()
          ? words.get("list.noRecipients")
          : words.get(
              "list.to",
              String.join(", ", message.to().stream().map(a -> a.display()).limit(4).toList()));
    }
    String name = message.from().display();
    return name.isBlank() ? words.get("list.noSender") : name;
  }

  String spoken(MessageRow row, MessageSummary message, String when) {
    StringBuilder spoken = new StringBuilder();
    if (row.marks().pinned()) {
      spoken.append(words.get("list.spokenPinned")).append(", ");
    }
    if (row.marks().muted()) {
      spoken.append(words.get("list.spokenMuted")).append(", ");
    }
    if (row.marks().returned()) {
      spoken.append(words.get("list.spokenReturned")).append(", ");
    }
    if (row.marks().snoozedUntil().isPresent()) {
      spoken
          .append(words.get("list.spokenSnoozed", formats.ahead(row.marks().snoozedUntil().get())))
          .append(", ");
    }
    if (!message.flags().isSeen()) {
      spoken.append(words.get("list.spokenUnread")).append(", ");
    }
    if (message.flags().isFlagged()) {
      spoken.append(words.get("list.spokenFlagged")).append(", ");
    }
    spoken.append(words.get("list.spoken", who(message), what(message), when));
    if (message.hasAttachments()) {
      spoken.append(", ").append(words.get("list.spokenAttachment"));
    }
    String tags =
        model.tags().of(message.flags()).stream().map(Tag::name).collect(Collectors.joining(", "));
    return tags.isEmpty() ? spoken.toString() : spoken.append(", ").append(tags).toString();
  }
}
