package app.paloma.ui.composer;

import java.time.Duration;
import javafx.animation.PauseTransition;

/// Delays by the toolkit's own clock.
public final class FxDelays implements Delays {
  @Override
  public Runnable after(Duration delay, Runnable work) {
    PauseTransition pause =
        new PauseTransition(javafx.util.Duration.millis(Math.max(1, delay.toMillis())));
    pause.setOnFinished(e -> work.run());
    pause.play();
    return pause::stop;
  }
}
