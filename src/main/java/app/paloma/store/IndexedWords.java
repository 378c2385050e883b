package app.paloma.store;

import app.paloma.model.IndexedContent;
import java.util.List;

/// What the columns of the search index hold of a message, in their order.
record IndexedWords(IndexedContent content) {
  static final int COLUMNS = 6;

  String column(int column) {
    return switch (column) {
      case 0 -> content.subject();
      case 1 -> Rows.words(List.of(content.from()));
      case 2 -> Rows.words(content.to());
      case 3 -> Rows.words(content.cc()) + Rows.words(content.bcc());
      case 4 -> content.bodyText();
      case 5 -> String.join(" , ", content.attachmentNames()) + initials();
      default -> throw new IllegalArgumentException("no column " + column);
    };
  }

  private String initials() {
    Initials initials = new Initials();
    for (int column = 0; column < COLUMNS - 1; column++) {
      SearchText.initials(column(column), initials);
    }
    content.attachmentNames().forEach(name -> SearchText.initials(name, initials));
    return initials.words();
  }
}
