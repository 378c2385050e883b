package app.paloma.ui.messages;

import app.paloma.store.MessageStore.SortBy;
import app.paloma.ui.DetailLine;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What stands above the rows: the folder's name, the quick filter, the order, what a search could
/// not look into.
final class ListHeading extends VBox {
  private final MessageListViewModel model;
  private final Messages words;
  private final Runnable toList;
  private final Label title = new Label();
  private final DetailLine line = new DetailLine();
  private final TextField filter = new TextField();
  private final HBox filters = new HBox();
  private final Label notice = new Label();
  private final Button save = new Button(null, Icons.of("saved-search"));

  /// @param toList takes the keys to the rows
  ListHeading(MessageListViewModel model, Messages words, Runnable toList) {
    this.model = model;
    this.words = words;
    this.toList = toList;
    title.getStyleClass().add("list-title");
    title.setMinWidth(0);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    ToggleButton filterToggle = toggle("filter", "list.filter");
    filterToggle.selectedProperty().bindBidirectional(filters.visibleProperty());
    ToggleButton threads = toggle("conversation", "list.conversations");
    threads.selectedProperty().bindBidirectional(model.arrangement().threadsProperty());
    ToggleButton inColumns = toggle("columns", "list.columns");
    inColumns.selectedProperty().bindBidirectional(model.arrangement().columnsProperty());
    save.getStyleClass().add("tool-button");
    save.setTooltip(new Tooltip(words.get("action.saveSearch")));
    save.setAccessibleText(words.get("action.saveSearch"));
    save.setMinWidth(Region.USE_PREF_SIZE);
    save.managedProperty().bind(save.visibleProperty());
    save.setVisible(false);
    line.getChildren()
        .addAll(title, line.detail(), gap, save, inColumns, threads, filterToggle, sortMenu());
    line.getStyleClass().add("list-heading");
    line.setAlignment(Pos.CENTER_LEFT);

    fillFilters();
    notice.getStyleClass().addAll("list-notice", "muted");
    notice.setWrapText(true);
    notice.managedProperty().bind(notice.visibleProperty());
    notice.setVisible(false);
    getChildren().setAll(line, filters, notice);
  }

  private void fillFilters() {
    filter.setPromptText(words.get("list.filterPrompt"));
    filter.setAccessibleText(words.get("list.filterPrompt"));
    filter.getStyleClass().add("filter-field");
    filter.textProperty().bindBidirectional(model.arrangement().filterTextProperty());
    filter.setMinWidth(60);
    HBox.setHgrow(filter, Priority.ALWAYS);
    filter.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        model.arrangement().clearFilters();
        filters.setVisible(false);
        toList.run();
        e.consume();
      } else if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.ENTER) {
        toList.run();
        e.consume();
      }
    });
    filters
        .getChildren()
        .addAll(
            filter,
            filterChip("unread", "list.unread", model.arrangement().unreadOnlyProperty()),
            filterChip("flag", "list.flagged", model.arrangement().flaggedOnlyProperty()),
            filterChip(
                "attachment", "list.attachments", model.arrangement().withAttachmentsProperty()),
            tagChip());
    filters.getStyleClass().add("list-filters");
    filters.setAlignment(Pos.CENTER_LEFT);
    filters.setVisible(false);
    filters.managedProperty().bind(filters.visibleProperty());
    filters
        .visibleProperty()
        .addListener((o, was, is) -> {
          if (!is) {
            model.arrangement().clearFilters();
          }
        });
  }

  private ToggleButton toggle(String icon, String key) {
    ToggleButton button = new ToggleButton(null, Icons.of(icon));
    button.getStyleClass().add("tool-button");
    button.setTooltip(new Tooltip(words.get(key)));
    button.setAccessibleText(words.get(key));
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private ToggleButton filterChip(String icon, String key, BooleanProperty property) {
    ToggleButton chip = toggle(icon, key);
    chip.getStyleClass().add("filter-chip");
    chip.selectedProperty().bindBidirectional(property);
    return chip;
  }

  /// One of the tags, or none.
  private MenuButton tagChip() {
    MenuButton chip = new MenuButton(null, Icons.of("tag"));
    chip.getStyleClass().addAll("tool-button", "no-arrow", "filter-chip");
    chip.setTooltip(new Tooltip(words.get("list.tagged")));
    chip.setAccessibleText(words.get("list.tagged"));
    chip.setMinWidth(Region.USE_PREF_SIZE);
    StringProperty chosen = model.arrangement().tagProperty();
    Runnable fill =
        () -> {
          chip.getItems().clear();
          for (Tag tag : model.tags().all()) {
            CheckMenuItem item = new CheckMenuItem(tag.name(), TagChips.dot(tag));
            item.setSelected(tag.keyword().equals(chosen.get()));
            item.setOnAction(e -> chosen.set(item.isSelected() ? tag.keyword() : ""));
            chip.getItems().add(item);
          }
        };
    fill.run();
    chip.setOnShowing(e -> fill.run());
    chosen.subscribe(keyword ->
        chip.pseudoClassStateChanged(PseudoClass.getPseudoClass("selected"), !keyword.isEmpty()));
    return chip;
  }

  private MenuButton sortMenu() {
    MenuButton menu = new MenuButton(null, Icons.of("sort"));
    menu.getStyleClass().addAll("tool-button", "no-arrow");
    menu.setTooltip(new Tooltip(words.get("list.sort")));
    menu.setAccessibleText(words.get("list.sort"));
    menu.setMinWidth(Region.USE_PREF_SIZE);
    ToggleGroup group = new ToggleGroup();
    for (SortBy by : List.of(SortBy.DATE, SortBy.FROM, SortBy.TO, SortBy.SUBJECT, SortBy.SIZE)) {
      RadioMenuItem item = new RadioMenuItem(words.get("sort." + by));
      item.setToggleGroup(group);
      item.setUserData(by);
      item.setOnAction(e -> {
        if (model.arrangement().sortByProperty().get() != by) {
          model.arrangement().sort(by);
        }
      });
      menu.getItems().add(item);
    }
    menu.setOnShowing(e ->
        group
            .getToggles()
            .forEach(toggle ->
                toggle.setSelected(
                    toggle.getUserData() == model.arrangement().sortByProperty().get())));
    CheckMenuItem descending = new CheckMenuItem(words.get("sort.descending"));
    descending.selectedProperty().bindBidirectional(model.arrangement().descendingProperty());
    menu.getItems().addAll(new SeparatorMenuItem(), descending);
    return menu;
  }

  /// Opens the quick filter and puts the cursor there.
  void focusFilter() {
    filters.setVisible(true);
    filter.requestFocus();
  }

  void closeFilter() {
    filters.setVisible(false);
  }

  /// Puts the search that is shown among the folders.
  void setOnSaveSearch(Runnable run) {
    save.setOnAction(e -> run.run());
  }

  /// Unread count or whatever else stands beside the title.
  void setDetail(String text) {
    line.detail().setText(text);
  }

  void show(ListTarget target, MessageListViewModel.Coverage coverage) {
    title.setText(target == null ? "" : target.title());
    save.setVisible(
        target instanceof ListTarget.Search search
            && search.title().equals(words.get("search.title", search.text())));
    boolean partial = coverage != null && coverage.isPartial();
    notice.setVisible(partial);
    if (partial) {
      notice.setText(words.get("list.partialSearch", coverage.indexed(), coverage.messages()));
    }
  }
}
