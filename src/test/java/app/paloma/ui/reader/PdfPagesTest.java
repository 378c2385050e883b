package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.testing.CountingListener;
import app.paloma.ui.Toolkit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.image.Image;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfPagesTest {
  @TempDir Path directory;

  @BeforeAll
  static void toolkit(@TempDir Path fonts) throws Exception {
    System.setProperty("pdfbox.fontcache", fonts.toString());
    Toolkit.start();
  }

  private Path save(PDDocument document) throws IOException {
    Path file = directory.resolve("x.pdf");
    document.save(file.toFile());
    return file;
  }

  private static void write(PDDocument document, PDPage page, String text) throws IOException {
    document.addPage(page);
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.beginText();
      content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 40);
      content.newLineAtOffset(50, 50);
      content.showText(text);
      content.endText();
    }
  }

  private static long dark(Image picture) {
    long dark = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        dark += picture.getPixelReader().getColor(x, y).getBrightness() < 0.5 ? 1 : 0;
      }
    }
    return dark;
  }

  /// A page whose content is these octets.
  private Path drawing(String operators) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      COSStream stream = new COSStream();
      try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
        out.write(operators.getBytes(StandardCharsets.US_ASCII));
      }
      page.getCOSObject().setItem(COSName.CONTENTS, stream);
      return save(document);
    }
  }

  @Test
  void eachPageIsAPictureOfTheWidthAskedFor() throws Exception {
    Path file;
    try (PDDocument document = new PDDocument()) {
      write(document, new PDPage(PDRectangle.A4), "Hola");
      document.addPage(new PDPage(new PDRectangle(400, 100)));
      file = save(document);
    }
    try (PdfPages pages = new PdfPages(file, PdfPages.PATIENCE)) {
      assertThat(pages.count()).isEqualTo(2);
      Image second = pages.page(1, 800);
      assertThat(second.getWidth()).isBetween(799.0, 801.0);
      assertThat(second.getHeight()).isBetween(199.0, 201.0);
      assertThat(dark(second)).isZero();
      assertThat(dark(pages.page(0, 600))).isPositive();
    }
  }

  @Test
  void aPageOfAnySizeIsAPictureOfBoundedSize() throws Exception {
    Path file;
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage(new PDRectangle(10, 14_000_000)));
      document.addPage(new PDPage(new PDRectangle(14_000_000, 14_000_000)));
      file = save(document);
    }
    try (PdfPages pages = new PdfPages(file, PdfPages.PATIENCE)) {
      Image picture = pages.page(1, 1600);
      assertThat(picture.getWidth() * picture.getHeight()).isLessThan(7_000_000);
    }
  }

  @Test
  void aPageThatNeverEndsIsGivenUpWithItsProcess() throws Exception {
    String curve = "0 0 m 900 900 -300 500 600 10 c S q 10 w 0 0 600 600 re B Q\n";
    Path file = drawing("[0.001 0.001] 0 d\n" + curve.repeat(200_000));
    PdfPages pages = new PdfPages(file, Duration.ofSeconds(5));
    assertThatThrownBy(() -> pages.page(0, 1600)).isInstanceOf(IOException.class);
    assertThat(pages.isOver() || waited(pages)).isTrue();
  }

  private static boolean waited(PdfPages pages) throws InterruptedException {
    for (int i = 0; i < 100 && !pages.isOver(); i++) {
      Thread.sleep(50);
    }
    return pages.isOver();
  }

  @Test
  void whatIsNoPdfOrHasAPasswordIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("y.pdf"), "%PDF-1.7\nnot really");
    assertThatThrownBy(() -> new PdfPages(file, PdfPages.PATIENCE)).isInstanceOf(IOException.class);
    Path locked;
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      locked = save(document);
    }
    assertThatThrownBy(() -> new PdfPages(locked, PdfPages.PATIENCE))
        .isInstanceOf(IOException.class);
  }

  @Test
  void nothingInAPdfReachesOut() throws Exception {
    try (CountingListener listener = new CountingListener();
        PDDocument document = new PDDocument()) {
      String url = listener.url();
      document
          .getDocumentCatalog()
          .setOpenAction(new PDActionJavaScript("this.submitForm('" + url + "');"));
      PDPage page = new PDPage();
      write(document, page, "x");
      COSDictionary place = new COSDictionary();
      place.setName(COSName.FS, "URL");
      place.setItem(COSName.F, new COSString(url));
      COSStream image = new COSStream();
      image.setItem(COSName.TYPE, COSName.XOBJECT);
      image.setItem(COSName.SUBTYPE, COSName.IMAGE);
      image.setInt(COSName.WIDTH, 10);
      image.setInt(COSName.HEIGHT, 10);
      image.setInt(COSName.BITS_PER_COMPONENT, 8);
      image.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
      image.setItem(COSName.F, place);
      try (OutputStream out = image.createOutputStream()) {
        out.write(new byte[100]);
      }
      COSDictionary objects = new COSDictionary();
      objects.setItem(COSName.getPDFName("Im1"), image);
      page.getResources().getCOSObject().setItem(COSName.XOBJECT, objects);
      try (PDPageContentStream content =
          new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, false)) {
        content.saveGraphicsState();
        content.restoreGraphicsState();
      }
      COSStream more = new COSStream();
      try (OutputStream out = more.createOutputStream()) {
        out.write("q 100 0 0 100 0 0 cm /Im1 Do Q".getBytes(StandardCharsets.US_ASCII));
      }
      page.getCOSObject().setItem(COSName.CONTENTS, more);
      try (PdfPages pages = new PdfPages(save(document), PdfPages.PATIENCE)) {
        assertThat(pages.page(0, 300).getWidth()).isPositive();
      }
      assertThat(listener.requests()).isEmpty();
    }
  }
}
