package app.paloma.launcher.demo;

import java.util.ArrayList;
import java.util.List;

/// A small PDF (ISO 32000-1 §7.5): one page for each text, a heading and a bar chart.
final class DemoPdf {
  private DemoPdf() {}

  /// @param headings ASCII, one a page
  /// @param bars heights of the bars on each page, in points
  static String of(List<String> headings, List<List<Integer>> bars) {
    List<String> objects = new ArrayList<>();
    StringBuilder pages = new StringBuilder();
    for (int i = 0; i < headings.size(); i++) {
      pages.append(4 + 2 * i).append(" 0 R ");
    }
    objects.add("<</Type/Catalog/Pages 2 0 R>>");
    objects.add("<</Type/Pages/Kids[" + pages + "]/Count " + headings.size() + ">>");
    objects.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>");
    for (int i = 0; i < headings.size(); i++) {
      objects.add(
          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 480 300]/Resources<</Font<</F 3 0 R>>>>/Contents "
              + (5 + 2 * i)
              + " 0 R>>");
      String drawing = drawing(headings.get(i), bars.get(i));
      objects.add("<</Length " + drawing.length() + ">>stream\n" + drawing + "\nendstream");
    }
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    StringBuilder places = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      places.append(String.format("%010d 00000 n \n", file.length()));
      file.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = file.length();
    return file.append("xref\n0 ")
        .append(objects.size() + 1)
        .append('\n')
        .append(places)
        .append("trailer<</Size ")
        .append(objects.size() + 1)
        .append("/Root 1 0 R>>\nstartxref\n")
        .append(table)
        .append("\n%%EOF\n")
        .toString();
  }

  private static String drawing(String heading, List<Integer> bars) {
    StringBuilder drawing =
        new StringBuilder("0.13 0.2 0.33 rg BT /F 26 Tf 36 246 Td (" + heading + ") Tj ET\n");
    drawing.append("0.21 0.38 0.85 rg\n");
    for (int i = 0; i < bars.size(); i++) {
      drawing.append(40 + 90 * i).append(" 36 60 ").append(bars.get(i)).append(" re f\n");
    }
    return drawing.toString();
  }
}
