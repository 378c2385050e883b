package app.paloma.store;

import app.paloma.model.IndexedContent;
import java.util.List;

/// What the columns of the search index hold of a message, in their order.
record IndexedWords(IndexedContent content) {
  static final int COLUMNS = 6;
  static final int LAST = COLUMNS - 1;

  String column(int column) {
    return switch (column) {
      case 0 -> content.subject();
      case 1 -> Rows.words(List.of(content.from()));
      case 2 -> Rows.words(content.to());
      case 3 -> Rows.words(content.cc()) + Rows.words(content.bcc());
      case 4 -> content.bodyText();
      case LAST -> last(initials());
      default -> throw new IllegalArgumentException("no column " + column);
    };
  }

  private Initials initials() {
    Initials initials = new Initials();
    for (int column = 0; column < LAST; column++) {
      SearchText.initials(column(column), initials);
    }
    return initials;
  }

  /// The last column.
  ///
  /// @param initials of the words in all others
  String last(Initials initials) {
    content.attachmentNames().forEach(name -> SearchText.initials(name, initials));
    return String.join(" , ", content.attachmentNames()) + initials.words();
  }
}
