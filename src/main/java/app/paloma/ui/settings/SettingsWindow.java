package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Preferences;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.settings.SettingsViewModel.Page;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The settings: a list of subjects, a search over all of them, one page each. UI thread only.
public final class SettingsWindow {
  private static final Map<Page, String> ICONS =
      Map.of(
          Page.ACCOUNTS, "account",
          Page.APPEARANCE, "appearance",
          Page.READING, "mail-open",
          Page.WRITING, "edit",
          Page.NETWORK, "online",
          Page.ADVANCED, "data");

  private final Stage stage = new Stage();
  private final SettingsViewModel model;
  private final Messages words;
  private final Messages setup;
  private final Theme theme;
  private final Runnable openAddAccount;
  private final Map<Page, SettingRows> pages = new EnumMap<>(Page.class);
  private final ListView<Page> list = new ListView<>();
  private final TextField search = new TextField();
  private final VBox content = new VBox();
  private final ScrollPane scroll = new ScrollPane(content);
  private boolean accountOpen;

  public SettingsWindow(
      SettingsServices services,
      Preferences preferences,
      ReadingPreferences reading,
      UiExecutor executor,
      Theme theme,
      Locale locale,
      Runnable openAddAccount) {
    this.theme = theme;
    this.openAddAccount = openAddAccount;
    words = Messages.of("/app/paloma/ui/settings/SettingsMessages", locale);
    setup = Messages.of("/app/paloma/ui/accounts/AccountsMessages", locale);
    model = new SettingsViewModel(services, executor, words);
    SettingsPages choices = new SettingsPages(model, preferences, theme);
    pages.put(Page.APPEARANCE, choices.appearance());
    pages.put(Page.READING, new ReadingPage(words, reading).rows());
    pages.put(Page.WRITING, choices.writing());
    pages.put(Page.NETWORK, choices.network());
    pages.put(Page.ADVANCED, choices.advanced());
    BorderPane root = new BorderPane(scroll);
    root.setLeft(side());
    root.getStyleClass().add("settings");
    root.getStylesheets().addAll(stylesheet(), accountStylesheet());
    content.getStyleClass().add("settings-page");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("edge-to-edge", "settings-scroll");
    model.pageProperty().subscribe(page -> list.getSelectionModel().select(page));
    model.searchProperty().subscribe(this::refresh);
    model
        .accounts()
        .addListener(
            (ListChangeListener<Account>)
                c -> {
                  if (!accountOpen) {
                    refresh();
                  }
                });
    double grow = Math.clamp(theme.textSize().get() / 100.0, 1, 1.3);
    Scene scene = new Scene(root, Math.min(1000, 820 * grow), Math.min(680, 620 * grow));
    theme.apply(scene);
    scene.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        stage.close();
        e.consume();
      }
    });
    stage.setScene(scene);
    stage.setTitle(words.get("title"));
    stage.setOnHidden(e -> model.close());
    refresh();
  }

  static String stylesheet() {
    return SettingsWindow.class
        .getResource("/app/paloma/ui/settings/settings.css")
        .toExternalForm();
  }

  private static String accountStylesheet() {
    return SettingsWindow.class
        .getResource("/app/paloma/ui/accounts/accounts.css")
        .toExternalForm();
  }

  private Node side() {
    search.setId("settings-search");
    search.setPromptText(words.get("search"));
    search.setAccessibleText(words.get("search"));
    search.textProperty().bindBidirectional(model.searchProperty());
    search.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
        search.clear();
        e.consume();
      }
    });
    list.setId("settings-pages");
    list.getItems().setAll(Page.values());
    list.setAccessibleText(words.get("title"));
    list.getStyleClass().add("settings-list");
    list.setCellFactory(view -> new PageCell());
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((p, before, page) -> {
          if (page != null) {
            accountOpen = false;
            model.searchProperty().set("");
            model.pageProperty().set(page);
            refresh();
          }
        });
    list.setOnMouseClicked(e -> {
      if (accountOpen) {
        refresh();
      }
    });
    VBox.setVgrow(list, Priority.ALWAYS);
    VBox side = new VBox(12, search, list);
    side.getStyleClass().add("settings-side");
    return side;
  }

  private void refresh() {
    accountOpen = false;
    String typed = model.searchProperty().get();
    Page page = model.pageProperty().get();
    if (!typed.isBlank()) {
      // What is found comes from all pages, and each of them can be chosen then.
      list.getSelectionModel().clearSelection();
      content.getChildren().clear();
      showFound(typed);
      return;
    }
    if (list.getSelectionModel().getSelectedItem() != page) {
      list.getSelectionModel().select(page);
      return;
    }
    content.getChildren().clear();
    content.getChildren().add(heading(words.get("page." + page)));
    if (page == Page.ACCOUNTS) {
      showAccounts();
    } else {
      pages.get(page).rows().forEach(row -> content.getChildren().add(row.node()));
    }
    scroll.setVvalue(0);
  }

  private void showFound(String typed) {
    for (Page page : Page.values()) {
      SettingRows rows = pages.get(page);
      if (rows == null) {
        if (SettingsViewModel.matches(
            typed, List.of(words.get("page.ACCOUNTS"), words.get("accounts.words")))) {
          content.getChildren().add(heading(words.get("page.ACCOUNTS")));
          showAccounts();
        }
        continue;
      }
      boolean whole = SettingsViewModel.matches(typed, List.of(words.get("page." + page)));
      List<SettingRows.Row> found =
          rows.rows().stream()
              .filter(row -> whole || SettingsViewModel.matches(typed, row.texts()))
              .toList();
      if (!found.isEmpty()) {
        content.getChildren().add(heading(words.get("page." + page)));
        found.forEach(row -> content.getChildren().add(row.node()));
      }
    }
    if (content.getChildren().isEmpty()) {
      Label none = new Label(words.get("search.none", typed.strip()));
      none.getStyleClass().add("muted");
      none.setWrapText(true);
      content.getChildren().add(none);
    }
  }

  private static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("settings-heading");
    return label;
  }

  private void showAccounts() {
    for (Account account : model.accounts()) {
      Label name = new Label(account.email());
      name.getStyleClass().add("strong");
      name.setTooltip(new Tooltip(account.email()));
      Label server =
          new Label(
              words.get(
                  "account.line", account.incoming().protocol().name(), account.incoming().host()));
      server.getStyleClass().add("muted");
      VBox text = new VBox(2, name, server);
      HBox.setHgrow(text, Priority.ALWAYS);
      Button open = new Button();
      HBox row = new HBox(12, Icons.large("account"), text, Icons.of("collapsed"));
      row.setAlignment(Pos.CENTER_LEFT);
      open.setGraphic(row);
      row.prefWidthProperty().bind(open.widthProperty().subtract(34));
      open.setMaxWidth(Double.MAX_VALUE);
      open.setAlignment(Pos.CENTER_LEFT);
      open.getStyleClass().addAll("quiet-button", "account-row");
      open.setAccessibleText(account.email());
      open.setOnAction(e -> open(account));
      content.getChildren().add(open);
    }
    if (model.accounts().isEmpty()) {
      Label none = new Label(words.get("accounts.none"));
      none.getStyleClass().add("muted");
      content.getChildren().add(none);
    }
    Button add = new Button(words.get("account.add"), Icons.of("account-add"));
    add.setId("add-account");
    add.getStyleClass().add("accent-button");
    add.setMinWidth(Region.USE_PREF_SIZE);
    add.setOnAction(e -> openAddAccount.run());
    content.getChildren().add(add);
  }

  /// Opens an account's page.
  public void open(Account account) {
    model.pageProperty().set(Page.ACCOUNTS);
    accountOpen = true;
    AccountSettingsViewModel page =
        new AccountSettingsViewModel(
            account, model.services().accountServices(), model.executor(), words);
    content.getChildren().setAll(new AccountPage(page, words, setup, theme, this::refresh).node());
    scroll.setVvalue(0);
  }

  public void show(Window owner, Optional<Account> account) {
    if (owner != null && stage.getOwner() == null) {
      stage.initOwner(owner);
    }
    account.ifPresent(this::open);
    stage.show();
  }

  public void page(Page page) {
    model.pageProperty().set(page);
  }

  public Stage stage() {
    return stage;
  }

  private final class PageCell extends ListCell<Page> {
    @Override
    protected void updateItem(Page page, boolean empty) {
      super.updateItem(page, empty);
      setText(empty ? null : words.get("page." + page));
      setGraphic(empty ? null : Icons.of(ICONS.get(page)));
    }
  }
}
