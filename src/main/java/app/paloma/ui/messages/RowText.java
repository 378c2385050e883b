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

  String spoken(MessageSummary message, String when) {
    StringBuilder spoken = new StringBuilder();
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
