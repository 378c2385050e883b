package app.paloma.mime;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/// Pictures that are there to be counted, not to be seen.
final class Trackers {
  private static final Set<String> HOSTS =
      Set.of(
          "google-analytics.com",
          "doubleclick.net",
          "mailtrack.io",
          "yesware.com",
          "t.yesware.com",
          "bananatag.com",
          "emltrk.com",
          "mailfoogae.appspot.com",
          "getnotify.com",
          "readnotify.com",
          "didtheyreadit.com",
          "streak.com",
          "mixmax.com",
          "track.mixmax.com",
          "cirrusinsight.com",
          "sidekickopen.com",
          "t.sidekickopen10.com",
          "pixel.watch",
          "superhuman.com",
          "r.superhuman.com",
          "mailstat.us",
          "contactmonkey.com",
          "boomeranggmail.com",
          "polymail.io",
          "saleshandy.com",
          "mailbutler.io",
          "outreach.io",
          "scorecardresearch.com",
          "pixel.mailtag.io",
          "opens.convertkit.com",
          "beacon.krxd.net",
          "facebook.com/tr");
  private static final List<String> PATHS =
      List.of(
          "/track/open",
          "/wf/open",
          "/open.php?",
          "/open.aspx?",
          "/trk/open",
          "/e3t/",
          "/email/open",
          "/imp?",
          "/pixel.gif",
          "/pixel.png",
          "/beacon",
          "/o.gif",
          "/open/",
          "/oo/",
          "/mpss/o/",
          "/ss/o/",
          "/q/open",
          "/tracking/open",
          "/collect?",
          "/trackopen",
          "/read-receipt",
          "/1x1");

  private Trackers() {}

  static boolean isTracker(String url, Element image) {
    if (isKnownHost(url)) {
      return true;
    }
    boolean tiny = isTiny(image, "width") && isTiny(image, "height");
    String style = image.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
    boolean hidden =
        image.hasAttr("hidden")
            || style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("width:0")
            || style.contains("width:1px") && style.contains("height:1px");
    if (tiny || hidden) {
      return true;
    }
    boolean sized = image.hasAttr("width") || image.hasAttr("height") || style.contains("width:");
    String lower = url.toLowerCase(Locale.ROOT);
    return !sized && PATHS.stream().anyMatch(lower::contains);
  }

  private static boolean isTiny(Element image, String side) {
    String value = image.attr(side).strip();
    return value.equals("0")
        || value.equals("1")
        || value.equals("2")
        || value.equals("1px")
        || value.equals("0px");
  }

  static boolean isKnownHost(String url) {
    String host = LinkCheck.host(url);
    while (!host.isEmpty()) {
      if (HOSTS.contains(host)) {
        return true;
      }
      int dot = host.indexOf('.');
      host = dot < 0 ? "" : host.substring(dot + 1);
    }
    return false;
  }
}
