package app.paloma.ui.messages;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/// Tags with their names, for the head of a message.
public final class TagChips {
  private TagChips() {}

  public static FlowPane of(List<Tag> tags) {
    FlowPane chips = new FlowPane();
    chips.getStyleClass().add("tag-chips");
    for (Tag tag : tags) {
      chips.getChildren().add(new Label(tag.name(), dot(tag)));
    }
    return chips;
  }

  /// The mark of a tag's colour.
  public static Region dot(Tag tag) {
    Region dot = new Region();
    dot.getStyleClass().addAll("tag-dot", tag.styleClass());
    return dot;
  }
}
