package app.paloma.protocol.transport;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last lines of all dialogues, in memory, for the window to show when something went wrong.
public final class TranscriptRing implements TranscriptSink {
  /// @param direction 'C', 'S' or '*'
  public record Line(Instant time, String protocol, String who, char direction, String text) {
    @Override
    public String toString() {
      return FileTranscript.format(time, protocol, who, direction, text);
    }
  }

  private final int capacity;
  private final Deque<Line> lines = new ArrayDeque<>();

  public TranscriptRing(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized void line(
      Instant time, String protocol, String who, char direction, String text) {
    if (lines.size() == capacity) {
      lines.removeFirst();
    }
    lines.addLast(new Line(time, protocol, who, direction, text));
  }

  public synchronized List<Line> lines() {
    return List.copyOf(lines);
  }
}
