package app.paloma.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.input.InputEvent;
import javafx.scene.layout.StackPane;

/// Does ahead, in the pauses of a person, what the first opening of a window costs: loading its
/// classes, making its skins, reading its style. What it makes is thrown away. Each step is short,
/// so that whoever begins to type in the middle of it does not notice. UI thread only.
public final class WarmUp {
  private static final Duration STEP = Duration.ofMillis(30);
  private static final Duration QUIET = Duration.ofMillis(400);
  private static final int SMALL = 6;

  private final UiExecutor executor;
  private final InstantSource clock;
  private final StackPane holder = new StackPane();
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final List<Object> kept = new ArrayList<>();
  private Instant lastInput;
  private boolean running;

  /// @param watched the window whose keys and clicks put the work off
  public WarmUp(Scene watched, Theme theme, UiExecutor executor, InstantSource clock) {
    this.executor = executor;
    this.clock = clock;
    lastInput = clock.instant();
    watched.addEventFilter(InputEvent.ANY, _ -> lastInput = clock.instant());
    theme.apply(new Scene(holder));
  }

  /// Kept for good: letting go of a web page makes its engine collect garbage on the UI thread.
  public void keep(Object made) {
    kept.add(made);
  }

  /// Something that has to run on the UI thread.
  public void step(Runnable work) {
    steps.addLast(work);
    go();
  }

  /// Nodes that can be made on a worker; their skins and styles follow here, piece by piece.
  public void page(Supplier<? extends Parent> maker) {
    step(() -> executor.load(maker::get, this::dress, _ -> {}));
  }

  private void dress(Parent root) {
    holder.getStylesheets().addAll(root.getStylesheets());
    split(root);
    go();
  }

  /// A panel is taken apart, a control or a small group is one step.
  private void split(Node node) {
    if (node instanceof Parent parent && !(node instanceof Control) && size(parent) > SMALL) {
      List.copyOf(parent.getChildrenUnmodifiable()).forEach(this::split);
    } else {
      steps.addLast(() -> {
        if (node.getParent() instanceof javafx.scene.layout.Pane pane) {
          pane.getChildren().remove(node);
        }
        holder.getChildren().setAll(node);
        holder.applyCss();
        holder.layout();
        holder.getChildren().clear();
      });
    }
  }

  private static int size(Node node) {
    int size = 1;
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        size += size(child);
      }
    }
    return size;
  }

  private void go() {
    if (!running && !steps.isEmpty()) {
      running = true;
      executor.later(STEP, this::next);
    }
  }

  private void next() {
    running = false;
    if (Duration.between(lastInput, clock.instant()).compareTo(QUIET) < 0) {
      running = true;
      executor.later(QUIET, this::next);
      return;
    }
    steps.removeFirst().run();
    go();
  }
}
