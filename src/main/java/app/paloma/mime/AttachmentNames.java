package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// File names of strangers made safe to write and honest to read.
public final class AttachmentNames {
  /// File systems take 255 octets; a number may be added.
  static final int MAX_OCTETS = 240;

  private static final Set<String> RESERVED =
      Set.of(
          "con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com1", "com2", "com3", "com4",
          "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
          "lpt6", "lpt7", "lpt8", "lpt9");

  // What a double click runs, mounts or installs on one of the desktops.
  private static final Set<String> DANGEROUS =
      Set.of(
          ("ade adp apk app appimage appinstaller application appref-ms appx appxbundle bas bat chm"
                  + " cmd com command cpl crx csh deb desktop dll dmg exe fish flatpakref gadget grp"
                  + " hlp hpj hta img inf ins iso isp its jar jnlp job js jse ksh lib library-ms lnk"
                  + " mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mpkg msc"
                  + " msh msh1 msh2 msi msix msixbundle msp mst mui nsh ocx one ops osd out pcd pif"
                  + " pkg pl plg prf prg printerexport ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1"
                  + " pst py pyc pyo pyw pyz pyzw rb reg rpm run scf scr scpt sct search-ms"
                  + " searchconnector-ms service settingcontent-ms sh shb shs snap sys terminal theme"
                  + " tmp tool udl url vb vbe vbp vbs vhd vhdx vsmacros vsw webloc website wim"
                  + " workflow ws wsb wsc wsf wsh xbap xll xnk zsh docm dotm xlsm xltm xlam xlsb pptm"
                  + " potm ppam ppsm sldm slk iqy oqy rqy svg htm html xhtml shtml mht mhtml")
              .split(" "));

  private static final Set<String> DANGEROUS_TYPES =
      Set.of(
          "application/x-msdownload",
          "application/x-msdos-program",
          "application/x-executable",
          "application/x-sh",
          "application/x-shellscript",
          "application/x-bat",
          "application/javascript",
          "text/javascript",
          "application/x-javascript",
          "application/hta",
          "application/x-ms-shortcut",
          "application/java-archive",
          "application/x-desktop",
          "application/vnd.microsoft.portable-executable",
          "application/x-msi",
          "application/x-apple-diskimage",
          "text/html",
          "image/svg+xml",
          "application/xhtml+xml");

  private static final Map<String, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/jpg", "jpg"),
          Map.entry("image/png", "png"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/webp", "webp"),
          Map.entry("image/svg+xml", "svg"),
          Map.entry("image/bmp", "bmp"),
          Map.entry("image/tiff", "tif"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/zip", "zip"),
          Map.entry("text/plain", "txt"),
          Map.entry("text/html", "html"),
          Map.entry("text/csv", "csv"),
          Map.entry("text/calendar", "ics"),
          Map.entry("text/vcard", "vcf"),
          Map.entry("text/x-vcard", "vcf"),
          Map.entry("message/rfc822", "eml"),
          Map.entry("message/global", "eml"),
          Map.entry("message/delivery-status", "txt"),
          Map.entry("message/disposition-notification", "txt"),
          Map.entry("text/rfc822-headers", "txt"),
          Map.entry("application/pgp-signature", "asc"),
          Map.entry("application/pgp-encrypted", "asc"),
          Map.entry("application/pkcs7-signature", "p7s"),
          Map.entry("application/x-pkcs7-signature", "p7s"),
          Map.entry("application/pkcs7-mime", "p7m"),
          Map.entry("application/x-pkcs7-mime", "p7m"),
          Map.entry("application/ms-tnef", "dat"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("video/mp4", "mp4"),
          Map.entry("application/json", "json"),
          Map.entry("application/xml", "xml"),
          Map.entry("text/xml", "xml"));

  private AttachmentNames() {}

  /// @param fallback the name where nothing is left
  public static String clean(String raw, String contentType, String fallback) {
    String s = Normalizer.normalize(percentDecodedPath(raw), Normalizer.Form.NFC);
    int slash = Math.max(s.lastIndexOf('/'), s.lastIndexOf('\\'));
    if (slash >= 0) {
      s = s.substring(slash + 1);
    }
    StringBuilder b = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); ) {
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c)) {
        if (b.isEmpty() || b.charAt(b.length() - 1) != ' ') {
          b.append(' ');
        }
      } else if (!isInvisible(c)) {
        b.appendCodePoint("<>:\"|?*".indexOf(c) >= 0 ? '_' : c);
      }
    }
    String name = b.toString();
    int start = 0;
    int end = name.length();
    while (end > start && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    while (start < end && (name.charAt(start) == ' ' || name.charAt(start) == '-')) {
      start++;
    }
    name = name.substring(start, end);
    // A leading dot hides a file.
    if (name.startsWith(".")) {
      name = "_" + name.substring(1);
    }
    if (name.isEmpty() || name.equals("_")) {
      name = fallback + extension(contentType);
    }
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    if (RESERVED.contains(stem)) {
      name = "_" + name;
    }
    return shorten(name);
  }

  private static boolean isInvisible(int c) {
    return c < 32
        || c >= 127 && c < 160
        || isBidiControl(c)
        || c == 0x200B
        || c == 0xFEFF
        || c == 0xFFFD
        || c >= 0xD800 && c <= 0xDFFF;
  }

  private static String percentDecodedPath(String raw) {
    String s = raw;
    if (s.indexOf('%') >= 0) {
      s = s.replaceAll("(?i)%2f|%5c", "/").replaceAll("(?i)%00", "").replaceAll("(?i)%2e%2e", "..");
    }
    return s;
  }

  private static String shorten(String name) {
    if (name.length() <= MAX_OCTETS / 3 || octets(name) <= MAX_OCTETS) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 20 ? name.substring(dot) : "";
    int room = MAX_OCTETS - octets(extension);
    int keep = 0;
    while (keep < name.length()) {
      int next = keep + Character.charCount(name.codePointAt(keep));
      room -= octets(name.substring(keep, next));
      if (room < 0) {
        break;
      }
      keep = next;
    }
    return name.substring(0, keep).strip() + extension;
  }

  private static int octets(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String extension(String contentType) {
    String e = EXTENSIONS.get(contentType);
    return e == null ? "" : "." + e;
  }

  /// Says whether opening it can run something, or whether its name hides what it is.
  static boolean isDangerous(String rawName, String name, String contentType) {
    if (DANGEROUS_TYPES.contains(contentType)) {
      return true;
    }
    for (int i = 0; i < rawName.length(); i++) {
      if (isBidiOverride(rawName.charAt(i))) {
        return true;
      }
    }
    int dot = name.lastIndexOf('.');
    return dot >= 0 && DANGEROUS.contains(name.substring(dot + 1).strip().toLowerCase(Locale.ROOT));
  }

  static boolean isBidiControl(int c) {
    return c == 0x200E || c == 0x200F || c == 0x061C || isBidiOverride(c);
  }

  private static boolean isBidiOverride(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }
}
