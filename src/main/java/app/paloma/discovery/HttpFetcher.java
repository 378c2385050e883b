package app.paloma.discovery;

import java.io.IOException;
import java.net.URI;

/// GET of a small document: no cookies, no referrer, at most 256 KB, 5 s, redirects only to https.
@FunctionalInterface
public interface HttpFetcher {
  byte[] get(URI uri) throws IOException;
}
