package app.paloma.ui.reader;

import app.paloma.mime.HtmlCleaner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Brings the pictures a user asked for, without cookies, referrer or identity, and puts them into
/// the document itself: the WebView never has an address it could call.
public final class RemotePictures {
  private static final int MOST = 200;
  private static final int LARGEST = 8 << 20;
  private static final String NOTHING =
      "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

  /// Brings the octets of one picture, or null.
  @FunctionalInterface
  public interface Fetcher {
    String dataUrl(String url);
  }

  private final Fetcher fetcher;

  public RemotePictures(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /// Over a client of its own.
  public static RemotePictures overHttp() {
    return new RemotePictures(new HttpPictures());
  }

  /// Blocks until all are here or gave up.
  public String embed(HtmlCleaner.Cleaned cleaned) {
    Map<String, Future<String>> answers = new HashMap<>();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String url : cleaned.pictures()) {
        if (answers.size() < MOST && isShown(cleaned.html(), url)) {
          answers.computeIfAbsent(url, u -> workers.submit(() -> fetcher.dataUrl(u)));
        }
      }
    }
    String html = cleaned.html();
    // Longer addresses first: one may be the beginning of another.
    for (String url :
        cleaned.pictures().stream().distinct().sorted((a, b) -> b.length() - a.length()).toList()) {
      String data = answer(answers.get(url));
      html = html.replace(url.replace("&", "&amp;"), data).replace(url, data);
    }
    return html;
  }

  /// What stands in a style that nothing uses is not fetched for nothing.
  private static boolean isShown(String html, String url) {
    return html.contains(url.replace("&", "&amp;")) || html.contains(url);
  }

  private static String answer(Future<String> future) {
    if (future == null || future.state() != Future.State.SUCCESS) {
      return NOTHING;
    }
    String data = future.resultNow();
    return data == null ? NOTHING : data;
  }

  private static final class HttpPictures implements Fetcher {
    private HttpClient client;

    private synchronized HttpClient client() {
      if (client == null) {
        client =
            HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
      }
      return client;
    }

    @Override
    public String dataUrl(String url) {
      try {
        URI uri = URI.create(url.startsWith("//") ? "https:" + url : url);
        HttpResponse<InputStream> response =
            client()
                .sendAsync(
                    HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(10))
                        .header("Accept", "image/*")
                        .header("User-Agent", "Mozilla/5.0")
                        .build(),
                    HttpResponse.BodyHandlers.ofInputStream())
                .get(12, TimeUnit.SECONDS);
        try (InputStream body = response.body()) {
          String type = response.headers().firstValue("Content-Type").orElse("");
          String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
          // SVG can hold addresses of its own.
          if (response.statusCode() != 200
              || !media.startsWith("image/")
              || media.contains("svg")
              || !media.matches("image/[a-z0-9.+-]+")) {
            return null;
          }
          byte[] octets = body.readNBytes(LARGEST + 1);
          return octets.length > LARGEST
              ? null
              : "data:" + media + ";base64," + Base64.getEncoder().encodeToString(octets);
        }
      } catch (IllegalArgumentException
          | IOException
          | java.util.concurrent.ExecutionException
          | java.util.concurrent.TimeoutException e) {
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }
}
