package app.paloma.mime;

import app.paloma.model.FetchProgress;
import app.paloma.model.PartialMessage.Absent;
import java.io.IOException;
import java.io.InputStream;

/// Where the parts come from that a [app.paloma.model.PartialMessage] lacks.
public interface AbsentParts {
  /// For who does without them.
  AbsentParts NONE =
      new AbsentParts() {
        @Override
        public boolean isHere(Absent part) {
          return false;
        }

        @Override
        public InputStream open(Absent part) throws IOException {
          throw new IOException("part " + part.section() + " is still on the server");
        }

        @Override
        public void fetch(Absent part, FetchProgress progress) throws IOException {
          open(part).close();
        }
      };

  boolean isHere(Absent part);

  /// The octets in their transfer encoding.
  ///
  /// @throws IOException where they are not here
  InputStream open(Absent part) throws IOException;

  /// Brings them. Blocks; uses the network.
  void fetch(Absent part, FetchProgress progress) throws IOException;
}
