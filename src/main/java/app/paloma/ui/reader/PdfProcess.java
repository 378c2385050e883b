package app.paloma.ui.reader;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/// Draws the pages of one PDF in a process of its own (see [PdfPages]), so that a file that takes
/// too long or too much memory costs nothing but that process. It knows no network: PDFBox runs no
/// script and follows no reference out of the file.
///
/// Says the number of pages; then, for each page number and width asked for, the size of a PNG and
/// the PNG.
public final class PdfProcess {
  private static final double MOST_PIXELS = 6_000_000;

  private PdfProcess() {}

  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    try (PDDocument document = Loader.loadPDF(new File(arguments[0]))) {
      out.writeInt(document.getNumberOfPages());
      out.flush();
      PDFRenderer renderer = new PDFRenderer(document);
      renderer.setSubsamplingAllowed(true);
      while (true) {
        int page = in.readInt();
        byte[] png = draw(document, renderer, page, in.readInt());
        out.writeInt(png.length);
        out.write(png);
        out.flush();
      }
    } catch (EOFException e) {
      // Nobody wants more pages.
    }
  }

  private static byte[] draw(PDDocument document, PDFRenderer renderer, int page, int width)
      throws IOException {
    PDRectangle box = document.getPage(page).getCropBox();
    boolean turned = document.getPage(page).getRotation() % 180 != 0;
    double across = Math.max(1, turned ? box.getHeight() : box.getWidth());
    double down = Math.max(1, turned ? box.getWidth() : box.getHeight());
    double scale = Math.min(width / across, Math.sqrt(MOST_PIXELS / (across * down)));
    BufferedImage picture = renderer.renderImage(page, (float) scale, ImageType.RGB);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    return png.toByteArray();
  }
}
