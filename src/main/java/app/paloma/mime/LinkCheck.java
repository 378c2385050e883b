package app.paloma.mime;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says where a link really goes, and when that is not what it says.
final class LinkCheck {
  private static final Set<String> SCHEMES =
      Set.of("http", "https", "mailto", "ftp", "rtsp", "rtmp", "tel", "xmpp");
  private static final Pattern HOST_IN_TEXT =
      Pattern.compile(
          "(?i)(?:^|[\\s(\\[<\"'])(?:https?://)?((?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+\\p{L}{2,24})(?=$|[\\s/:?#)\\]>\"',.])");
  // Words with a dot that are file names, not hosts.
  private static final Set<String> FILE_ENDINGS =
      Set.of(
          "pdf", "doc", "docx", "xls", "xlsx", "txt", "html", "htm", "php", "jpg", "png", "zip",
          "js", "java", "csv", "md", "py", "ics");

  private static final Pattern NUMBER = Pattern.compile("[0-9.]+|0x[0-9a-f]+|\\[.*\\]");

  private LinkCheck() {}

  /// Browsers do not see control characters and blanks in a scheme; neither must we.
  static String normalize(String href) {
    StringBuilder b = new StringBuilder(href.length());
    for (int i = 0; i < href.length(); i++) {
      char c = href.charAt(i);
      if (c > 32 && c != 127 && !AttachmentNames.isBidiControl(c) && c != 0x200B && c != 0xFEFF) {
        b.append(c);
      } else if (c == ' ' && !b.isEmpty()) {
        b.append("%20");
      }
    }
    String s = b.toString();
    while (s.endsWith("%20")) {
      s = s.substring(0, s.length() - 3);
    }
    if (s.startsWith("//")) {
      return "https:" + s;
    }
    return s.regionMatches(true, 0, "www.", 0, 4) ? "http://" + s : s;
  }

  private static String scheme(String target) {
    int colon = target.indexOf(':');
    if (colon <= 0) {
      return "";
    }
    for (int i = 0; i < colon; i++) {
      char c = target.charAt(i);
      if (!(c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || i > 0 && (c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0))) {
        return "";
      }
    }
    return target.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  static boolean isFollowed(String target) {
    return SCHEMES.contains(scheme(target));
  }

  /// Why a click must be explained first, or empty.
  static String suspicion(String target, String text) {
    String scheme = scheme(target);
    if (!SCHEMES.contains(scheme)) {
      return scheme.isEmpty() ? "mime.link.relative" : "mime.link.scheme";
    }
    if (!scheme.equals("http") && !scheme.equals("https") && !scheme.equals("ftp")) {
      return "";
    }
    String authority = authority(target);
    if (authority.indexOf('@') >= 0) {
      return "mime.link.userinfo";
    }
    String host = host(target);
    if (isLookalike(host)) {
      return "mime.link.lookalike";
    }
    if (namesOther(text, host)) {
      return "mime.link.otherHost";
    }
    return isNumeric(host) ? "mime.link.number" : "";
  }

  private static String authority(String url) {
    int from = url.indexOf("://");
    // Browsers take a backslash for a slash.
    String rest = from < 0 ? url.substring(url.indexOf(':') + 1) : url.substring(from + 3);
    int start = 0;
    while (start < rest.length() && (rest.charAt(start) == '/' || rest.charAt(start) == '\\')) {
      start++;
    }
    int end = start;
    while (end < rest.length() && "/\\?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return rest.substring(start, end);
  }

  /// The host of a URL in lower case, without port.
  static String host(String url) {
    String authority = authority(url);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    if (host.indexOf('%') >= 0) {
      try {
        host = java.net.URLDecoder.decode(host, java.nio.charset.StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return host.toLowerCase(Locale.ROOT);
      }
    }
    int colon = host.startsWith("[") ? -1 : host.lastIndexOf(':');
    String bare = colon < 0 ? host : host.substring(0, colon);
    return (bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isNumeric(String host) {
    return NUMBER.matcher(host).matches();
  }

  private static boolean namesOther(String text, String host) {
    Matcher m = HOST_IN_TEXT.matcher(text.length() > 300 ? text.substring(0, 300) : text);
    while (m.find()) {
      String named = m.group(1).toLowerCase(Locale.ROOT);
      String ending = named.substring(named.lastIndexOf('.') + 1);
      boolean address = m.start(1) > 0 && text.charAt(m.start(1) - 1) == '@';
      if (FILE_ENDINGS.contains(ending) || address) {
        continue;
      }
      return !registrable(ascii(named)).equals(registrable(ascii(host)));
    }
    return false;
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return host;
    }
  }

  /// The last two labels, or three below a country's second level (`co.uk`, `com.ar`).
  private static String registrable(String host) {
    String[] labels = host.split("\\.");
    int n = labels.length;
    if (n <= 2) {
      return host;
    }
    boolean second =
        labels[n - 1].length() == 2
            && (labels[n - 2].length() <= 3
                && Set.of(
                        "co", "com", "org", "net", "gov", "gob", "edu", "ac", "or", "ne", "go",
                        "gub", "mil", "ltd", "plc", "me")
                    .contains(labels[n - 2]));
    return String.join(".", java.util.Arrays.copyOfRange(labels, second ? n - 3 : n - 2, n));
  }

  /// A name in letters that look like others: scripts mixed in one label, or one label in another
  /// script than the top-level domain's.
  private static boolean isLookalike(String host) {
    String shown = host;
    if (host.contains("xn--")) {
      shown = IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED);
      if (shown.contains("xn--")) {
        return true;
      }
    }
    boolean ascii = shown.chars().allMatch(c -> c < 128);
    if (ascii) {
      return false;
    }
    String[] labels = shown.split("\\.");
    boolean latinEnd = labels[labels.length - 1].chars().allMatch(c -> c < 128);
    for (String label : labels) {
      boolean latin = false;
      boolean imitating = false;
      for (int i = 0; i < label.length(); ) {
        int c = label.codePointAt(i);
        i += Character.charCount(c);
        switch (Character.UnicodeScript.of(c)) {
          case LATIN -> {
            latin |= c < 128 || Character.isLetter(c);
            imitating |= c >= 0x250 || c == 0x131;
          }
          case COMMON, INHERITED -> imitating |= c > 128 && c != 0xB7;
          case CYRILLIC, GREEK, ARMENIAN, CHEROKEE, COPTIC, LISU -> {
            if (latin || latinEnd) {
              return true;
            }
            imitating |= label.chars().anyMatch(k -> k >= 'a' && k <= 'z');
          }
          default -> {}
        }
      }
      if (imitating) {
        return true;
      }
    }
    return false;
  }
}
