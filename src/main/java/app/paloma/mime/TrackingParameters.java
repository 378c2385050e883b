package app.paloma.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Takes out of a link what tells its site who followed it from where, and nothing else.
public final class TrackingParameters {
  private static final Set<String> NAMES =
      Set.of(
          "fbclid",
          "gclid",
          "gclsrc",
          "dclid",
          "gbraid",
          "wbraid",
          "msclkid",
          "yclid",
          "twclid",
          "ttclid",
          "igshid",
          "igsh",
          "li_fat_id",
          "mc_cid",
          "mc_eid",
          "mkt_tok",
          "_hsenc",
          "_hsmi",
          "__hssc",
          "__hstc",
          "__hsfp",
          "hsctatracking",
          "vero_id",
          "vero_conv",
          "oly_anon_id",
          "oly_enc_id",
          "_openstat",
          "wickedid",
          "rb_clickid",
          "s_cid",
          "ml_subscriber",
          "ml_subscriber_hash",
          "_kx",
          "ck_subscriber_id",
          "epik",
          "srsltid",
          "sc_eh",
          "sc_uid",
          "_bta_tid",
          "_bta_c",
          "trk_contact",
          "trk_msg",
          "trk_module",
          "trk_sid");
  private static final Set<String> FAMILIES = Set.of("utm_", "mtm_", "pk_", "piwik_", "matomo_");

  private TrackingParameters() {}

  /// The same link where there is nothing to take out, or where it is no web address.
  public static String strip(String url) {
    int query = url.indexOf('?');
    int hash = url.indexOf('#');
    if (query < 0 || hash >= 0 && hash < query || !url.regionMatches(true, 0, "http", 0, 4)) {
      return url;
    }
    int fragment = url.indexOf('#', query);
    String end = fragment < 0 ? "" : url.substring(fragment);
    String parameters = url.substring(query + 1, fragment < 0 ? url.length() : fragment);
    List<String> kept = new ArrayList<>();
    boolean changed = false;
    for (String parameter : parameters.split("&", -1)) {
      boolean tracks = tracks(parameter);
      changed |= tracks;
      if (!tracks) {
        kept.add(parameter);
      }
    }
    if (!changed) {
      return url;
    }
    String rest = String.join("&", kept);
    return url.substring(0, query) + (rest.isEmpty() ? "" : "?" + rest) + end;
  }

  private static boolean tracks(String parameter) {
    int equals = parameter.indexOf('=');
    String name =
        (equals < 0 ? parameter : parameter.substring(0, equals)).toLowerCase(Locale.ROOT);
    return NAMES.contains(name) || FAMILIES.stream().anyMatch(name::startsWith);
  }
}
