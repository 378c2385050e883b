package app.paloma.ui.reader;

import app.paloma.mime.calendar.Invitation;
import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.Invitation.Attendee;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// An event above its message: the leaf of a calendar, what, when, where, who, and three answers.
final class InvitationCard extends VBox {
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]{4,300}");
  private static final int SHOWN_PEOPLE = 4;

  private final InvitationViewModel model;
  private final InvitationWords text;
  private final Messages words;
  private final Invitation event;

  /// @param openLink asked to open an address that stands in the place of the event
  InvitationCard(InvitationViewModel model, InvitationWords text, Consumer<String> openLink) {
    this.model = model;
    this.text = text;
    this.words = text.messages();
    this.event = model.invitation().event();
    getStyleClass().add("invitation-card");
    VBox lines = new VBox();
    lines.getStyleClass().add("invitation-lines");
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    String kind = text.kind(model.invitation());
    Label kindLabel = label(kind, "invitation-kind");
    boolean off = model.invitation().isCancelled();
    Label title = label(title(), "invitation-title");
    lines.getChildren().addAll(kindLabel, title);
    if (off) {
      getStyleClass().add("cancelled");
    }
    text.when(event).ifPresent(w -> lines.getChildren().add(line("later", label(w, ""))));
    text.whenThere(event).ifPresent(w -> lines.getChildren().add(line("", label(w, "muted"))));
    event
        .recurrence()
        .ifPresent(r -> lines.getChildren().add(line("repeat", label(text.recurrence(r), ""))));
    if (!event.location().isEmpty()) {
      lines.getChildren().add(place(openLink));
    }
    if (model.invitation().isOutdated()) {
      lines.getChildren().add(line("info", label(words.get("invitation.outdatedHint"), "muted")));
    }
    HBox main = new HBox(lines);
    main.getStyleClass().add("invitation-main");
    text.firstDay(event).ifPresent(day -> main.getChildren().addFirst(leaf(day)));
    getChildren().add(main);
    if (model.invitation().canBeAnswered()) {
      // Above the people, who are what a low window shows last.
      getChildren().add(answers());
    }
    people();
    setAccessibleText(words.get("invitation.spoken", kind, title()));
  }

  private String title() {
    return event.summary().isEmpty() ? words.get("invitation.noTitle") : event.summary();
  }

  private static Label label(String text, String style) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    if (!style.isEmpty()) {
      label.getStyleClass().add(style);
    }
    return label;
  }

  private static HBox line(String icon, Node content) {
    Node mark = icon.isEmpty() ? new Region() : Icons.of(icon);
    HBox gutter = new HBox(mark);
    gutter.getStyleClass().add("invitation-gutter");
    HBox line = new HBox(gutter, content);
    line.getStyleClass().add("invitation-line");
    HBox.setHgrow(content, Priority.ALWAYS);
    return line;
  }

  private VBox leaf(LocalDate day) {
    Label month = new Label(text.month(day).toUpperCase(Locale.ROOT));
    month.getStyleClass().add("leaf-month");
    month.setMaxWidth(Double.MAX_VALUE);
    Label number = new Label(Integer.toString(day.getDayOfMonth()));
    number.getStyleClass().add("leaf-day");
    VBox leaf = new VBox(month, number);
    leaf.getStyleClass().add("calendar-leaf");
    leaf.setAlignment(Pos.TOP_CENTER);
    leaf.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    leaf.setMaxHeight(Region.USE_PREF_SIZE);
    return leaf;
  }

  private Node place(Consumer<String> openLink) {
    Matcher link = LINK.matcher(event.location());
    if (!link.find()) {
      return line("place", label(event.location(), ""));
    }
    String target = link.group();
    Button open = new Button(target);
    open.getStyleClass().add("link-button");
    open.setMinWidth(0);
    open.setTooltip(new Tooltip(target));
    open.setAccessibleText(words.get("invitation.open", target));
    open.setOnAction(e -> openLink.accept(target));
    String rest = event.location().replace(target, "").strip();
    return line("place", rest.isEmpty() ? open : new VBox(label(rest, ""), open));
  }

  private void people() {
    if (event.method() == Invitation.Method.REPLY || event.method() == Invitation.Method.COUNTER) {
      return;
    }
    StringBuilder who = new StringBuilder();
    event.organizer().ifPresent(p -> who.append(words.get("invitation.organizer", p.display())));
    if (event.attendeeCount() > 0) {
      who.append(who.isEmpty() ? "" : " · ")
          .append(words.count("invitation.people", event.attendeeCount()));
    }
    if (who.isEmpty()) {
      return;
    }
    Label label = label(who.toString(), "");
    List<Attendee> shown = event.attendees().stream().limit(SHOWN_PEOPLE).toList();
    String names =
        shown.stream().map(a -> status(a)).collect(Collectors.joining(" · "))
            + (event.attendeeCount() > shown.size()
                ? " · " + words.count("invitation.morePeople", event.attendeeCount() - shown.size())
                : "");
    VBox both = shown.isEmpty() ? new VBox(label) : new VBox(label, label(names, "muted"));
    if (event.attendees().size() > shown.size()) {
      Tooltip.install(
          both,
          new Tooltip(
              event.attendees().stream()
                  .limit(60)
                  .map(this::status)
                  .collect(Collectors.joining("\n"))));
    }
    getChildren().add(line("people", both));
  }

  private String status(Attendee attendee) {
    boolean self =
        model
            .invitation()
            .me()
            .filter(me -> me.email().equalsIgnoreCase(attendee.person().email()))
            .isPresent();
    String name = self ? words.get("invitation.you") : attendee.person().display();
    String full = attendee.optional() ? words.get("invitation.optional", name) : name;
    return attendee.answer() == Answer.NEEDS_ACTION
        ? full
        : words.get("invitation.status." + attendee.answer(), full);
  }

  private Node answers() {
    Label state = label(model.state(), "muted");
    HBox row =
        new HBox(
            button(Answer.ACCEPTED, "invitation.accept"),
            button(Answer.TENTATIVE, "invitation.tentative"),
            button(Answer.DECLINED, "invitation.decline"));
    row.getStyleClass().add("invitation-answers");
    model.answerProperty().addListener(o -> state.setText(model.state()));
    VBox answers = new VBox(6, row, state);
    answers.setMinWidth(0);
    return answers;
  }

  private Button button(Answer answer, String key) {
    Button button = new Button(words.get(key));
    button.getStyleClass().addAll("quiet-button", "answer-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.disableProperty().bind(model.sendingProperty());
    button.setOnAction(e -> model.answer(answer));
    Runnable show =
        () -> button.setGraphic(model.answerProperty().get() == answer ? Icons.of("check") : null);
    model.answerProperty().addListener(o -> show.run());
    show.run();
    return button;
  }
}
