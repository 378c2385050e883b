package app.paloma.ui.reader;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Leaves a list by the one POST of RFC 8058: no cookies, no identity, no redirects, and what the
/// server says beyond its status is not read.
public final class OneClick {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HttpClient client;

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(10))
              .build();
    }
    return client;
  }

  /// Blocks.
  ///
  /// @return the status of the answer
  public int post(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("User-Agent", "Mozilla/5.0")
            .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click"))
            .build();
    try {
      return client()
          .sendAsync(request, HttpResponse.BodyHandlers.discarding())
          .get(PATIENCE.toSeconds() + 2, TimeUnit.SECONDS)
          .statusCode();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
