package app.paloma.discovery;

import app.paloma.discovery.NothingTold.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches with the JDK's client, within the bounds that [HttpFetcher] sets.
public final class JavaHttpFetcher implements HttpFetcher {
  private static final int LARGEST = 256 * 1024;
  private static final int MOST_REDIRECTS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// The limit is for all of it: a request's own timeout ends with the header.
  @Override
  public byte[] get(URI uri) throws IOException {
    FutureTask<byte[]> task = new FutureTask<>(() -> fetch(uri));
    Thread fetching = Thread.ofVirtual().name("fetch " + uri.getHost()).start(task);
    try {
      return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      fetching.interrupt();
      throw new NothingTold(Kind.LATE, "", e);
    } catch (InterruptedException e) {
      fetching.interrupt();
      Thread.currentThread().interrupt();
      throw new IOException("cancelled", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception failure
          ? NothingTold.of(failure)
          : new IOException(e.getCause());
    }
  }

  private byte[] fetch(URI from) throws IOException, InterruptedException {
    URI uri = from;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri).timeout(LIMIT).header("Accept", "text/xml, */*").build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
          uri = next(uri, response);
          continue;
        }
        if (status != 200) {
          throw new NothingTold(Kind.STATUS, Integer.toString(status), null);
        }
        byte[] document = body.readNBytes(LARGEST + 1);
        if (document.length > LARGEST) {
          throw new NothingTold(Kind.TOO_LARGE);
        }
        return document;
      }
    }
    throw new NothingTold(Kind.REDIRECTS);
  }

  private static URI next(URI uri, HttpResponse<?> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    URI target;
    try {
      target = uri.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new NothingTold(Kind.REDIRECT_TO_NOWHERE, "", e);
    }
    if (!"https".equals(String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT))) {
      throw new NothingTold(Kind.REDIRECT_UNPROTECTED);
    }
    return target;
  }
}
