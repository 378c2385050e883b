package app.paloma.ui.composer;

import app.paloma.ui.Messages;
import java.text.NumberFormat;

/// Octets as people read them, in the powers of 1000 that file managers show.
public final class FileSize {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private FileSize() {}

  public static String of(long octets, Messages words) {
    double size = octets;
    int unit = 0;
    while (size >= 999.5 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    NumberFormat format = NumberFormat.getInstance(words.locale());
    format.setMaximumFractionDigits(unit == 0 || size >= 10 ? 0 : 1);
    return format.format(size) + "\u00a0" + UNITS[unit];
  }
}
