package app.paloma.mime;

import java.nio.charset.Charset;
import java.util.List;

/// What octets above 127 mean where nobody says so and they are not UTF-8: by the letters that come
/// most often in the languages that were sent that way. In doubt it is Windows-1252.
final class CharsetGuess {
  private static final int SAMPLE = 8192;
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset WINDOWS_1250 = Charset.forName("windows-1250");
  private static final Charset ISO_8859_2 = Charset.forName("ISO-8859-2");
  private static final Charset WINDOWS_1254 = Charset.forName("windows-1254");
  private static final Charset SHIFT_JIS = Charset.forName("windows-31j");
  private static final Charset EUC_JP = Charset.forName("EUC-JP");
  private static final Charset BIG5 = Charset.forName("Big5-HKSCS");
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Charset EUC_KR = Charset.forName("x-windows-949");

  /// The letters of Polish among the octets from 0xC0 on, in both of its charsets.
  private static final String POLISH = "\u00C6\u00CA\u00D1\u00D3\u00E6\u00EA\u00F1\u00F3";

  private static final String CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ";

  /// An alphabet in one octet a letter.
  private static final class Script {
    private static final int STRANGE = -50;
    final Charset charset;
    private final int[] weights = new int[256];

    /// @param letters from the most frequent to the rarest
    Script(String charset, String letters) {
      this.charset = Charset.forName(charset);
      for (int i = 0; i < 256; i++) {
        weights[i] = STRANGE;
      }
      for (int i = 0; i < letters.length(); i++) {
        int weight = 100 - 90 * i / letters.length();
        String letter = letters.substring(i, i + 1);
        put(letter.toUpperCase(java.util.Locale.ROOT), weight / 2);
        put(letter, weight);
      }
      for (char c : "«»“”‘’„–—…№·\u00a0".toCharArray()) {
        put(String.valueOf(c), 30);
      }
    }

    private void put(String letter, int weight) {
      byte[] octets = letter.getBytes(charset);
      if (octets.length == 1 && octets[0] < 0) {
        weights[octets[0] & 0xFF] = weight;
      }
    }

    int score(byte[] octets, int from, int to, int high) {
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += octets[i] < 0 ? weights[octets[i] & 0xFF] : 0;
      }
      return (int) (sum / high);
    }
  }

  private static final class Scripts {
    static final List<Script> ALL =
        List.of(
            new Script("windows-1251", CYRILLIC),
            new Script("KOI8-U", CYRILLIC),
            new Script("windows-1253", "αοιετνσηρπκμλςυόίάέδήώύγχθφβξζψϊ"),
            new Script("windows-1255", "יוהלארתשמבנםכעדחפןקטצגסזךץף"),
            new Script("windows-1256", "اليمونرتبةعدفهسكقحجأصشطخىذضزغثئءإظؤآ"),
            new Script("x-windows-874", "านรอกเง่้มีัยลวดทสติะปืบคหุแจ์พชูขใไผ็ถซโำภศณธญษฐฎฟ"));
  }

  private CharsetGuess() {}

  static Charset of(byte[] octets, int from, int length) {
    int to = from + Math.min(length, SAMPLE);
    int high = 0;
    int inRuns = 0;
    int run = 0;
    int mixed = 0;
    for (int i = from; i <= to; i++) {
      if (i < to && octets[i] < 0) {
        high++;
        run++;
        mixed += i > from && isLatin(octets[i - 1]) ? 1 : 0;
      } else {
        inRuns += run >= 3 ? run : 0;
        mixed += i < to && run > 0 && isLatin(octets[i]) ? 1 : 0;
        run = 0;
      }
    }
    if (high < 4) {
      return high == 0 ? WINDOWS_1252 : latin(octets, from, to);
    }
    if (isShiftJis(octets, from, to)) {
      return SHIFT_JIS;
    }
    if (isBig5(octets, from, to)) {
      return BIG5;
    }
    // Latin letters with an accent stand between others without one.
    if (inRuns * 10 < high * 6 || mixed * 3 >= high) {
      return latin(octets, from, to);
    }
    Script best = null;
    int most = 45;
    for (Script script : Scripts.ALL) {
      int score = script.score(octets, from, to, high);
      if (score > most) {
        most = score;
        best = script;
      }
    }
    Charset pairs = pairs(octets, from, to);
    return best != null ? best.charset : pairs != null ? pairs : WINDOWS_1252;
  }

  /// Turkish has no letters with an acute, Icelandic has many. Two signs of Windows-1252 that are
  /// letters of Polish never stand inside words (what is "ś" there is the "œ" of French, what is
  /// "ż" the "¿" of Spanish), and letters that Polish does not have speak against it.
  private static Charset latin(byte[] octets, int from, int to) {
    int turkish = 0;
    int acute = 0;
    int polish = 0;
    int foreign = 0;
    int windows = 0;
    int iso = 0;
    for (int i = from; i < to; i++) {
      int c = octets[i] & 0xFF;
      foreign += c >= 0xC0 && POLISH.indexOf(c) < 0 ? 1 : 0;
      switch (c) {
        case 0xF0, 0xFD, 0xFE, 0xDD, 0xDE -> turkish++;
        case 0xE1, 0xE9, 0xED, 0xF3, 0xFA, 0xE6, 0xC1, 0xC9, 0xCD, 0xD3, 0xDA, 0xF8, 0xEC, 0xEF ->
            acute++;
        default -> {}
      }
      if (i > from && i + 1 < to && isLatin(octets[i - 1]) && isLatin(octets[i + 1])) {
        polish += c == 0xB3 || c == 0xB9 || c == 0xB1 ? 1 : 0;
        windows += c == 0xB9 || c == 0x9C || c == 0x9F ? 1 : 0;
        iso += c == 0xB1 || c == 0xB6 || c == 0xBC ? 1 : 0;
      }
    }
    if (polish > foreign) {
      return iso > windows ? ISO_8859_2 : WINDOWS_1250;
    }
    return turkish > 1 && acute == 0 ? WINDOWS_1254 : WINDOWS_1252;
  }

  private static boolean isLatin(byte b) {
    return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
  }

  /// Pairs that are all possible, and many of them kana.
  private static boolean isShiftJis(byte[] octets, int from, int to) {
    int pairs = 0;
    int kana = 0;
    for (int i = from; i + 1 < to; i++) {
      int c = octets[i] & 0xFF;
      if (c < 0x80 || c >= 0xA1 && c <= 0xDF) {
        continue;
      }
      int trail = octets[++i] & 0xFF;
      if (c == 0x80 || c == 0xA0 || c > 0xFC || trail < 0x40 || trail == 0x7F || trail > 0xFC) {
        return false;
      }
      pairs++;
      kana += c == 0x82 && trail >= 0x9F && trail <= 0xF1 || c == 0x83 && trail <= 0x96 ? 1 : 0;
    }
    return kana > 1 && kana * 5 >= pairs;
  }

  /// Frequent characters one after the other, with second octets that are ASCII among them.
  private static boolean isBig5(byte[] octets, int from, int to) {
    int pairs = 0;
    int frequent = 0;
    int low = 0;
    int neighbours = 0;
    int end = -1;
    for (int i = from; i + 1 < to; i++) {
      int c = octets[i] & 0xFF;
      if (c < 0x80) {
        continue;
      }
      int start = i;
      int trail = octets[++i] & 0xFF;
      if (c < 0xA1 || c > 0xF9 || trail < 0x40 || trail > 0x7E && trail < 0xA1 || trail > 0xFE) {
        return false;
      }
      pairs++;
      frequent += c <= 0xC6 ? 1 : 0;
      low += trail <= 0x7E ? 1 : 0;
      neighbours += end == start ? 1 : 0;
      end = i + 1;
    }
    return pairs > 2 && low > 0 && frequent * 100 >= pairs * 85 && neighbours * 2 >= pairs;
  }

  /// The East Asian charsets of two octets above 160 a character, or null.
  private static Charset pairs(byte[] octets, int from, int to) {
    int pairs = 0;
    int kana = 0;
    int hangul = 0;
    int hanzi = 0;
    int signs = 0;
    int blanks = 0;
    for (int i = from; i < to; i++) {
      int c = octets[i] & 0xFF;
      if (c < 0x80) {
        blanks += c == ' ' ? 1 : 0;
        continue;
      }
      if (++i == to) {
        break;
      }
      if (c < 0xA1 || (octets[i] & 0xFF) < 0xA1) {
        return null;
      }
      pairs++;
      kana += c == 0xA4 || c == 0xA5 ? 1 : 0;
      hangul += c >= 0xB0 && c <= 0xC8 ? 1 : 0;
      hanzi += c >= 0xB0 && c <= 0xD7 ? 1 : 0;
      signs += c == 0xA1 || c == 0xA3 ? 1 : 0;
    }
    if (kana * 4 >= pairs) {
      return EUC_JP;
    }
    if ((hangul + signs) * 10 >= pairs * 9 && (blanks > 0 || pairs > 8) && hangul > signs) {
      return EUC_KR;
    }
    return (hanzi + signs) * 100 >= pairs * 85 ? GB18030 : null;
  }
}
