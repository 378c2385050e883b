package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

class ArabicShapesTest {
  @Test
  void lettersTakeTheFormTheirNeighboursAskFor() {
    // meem, reh, hah, beh, alef: begins, ends, begins, middle, ends.
    assertThat(ArabicShapes.join("مرحبا")).isEqualTo("\uFEE3\uFEAE\uFEA3\uFE92\uFE8E");
    assertThat(ArabicShapes.join("هن ن")).isEqualTo("\uFEEB\uFEE6 \uFEE5");
    assertThat(ArabicShapes.join("سلام")).isEqualTo("\uFEB3\uFEFC\uFEE1");
    assertThat(ArabicShapes.join("لا")).isEqualTo("\uFEFB");
    assertThat(ArabicShapes.join("جزء")).isEqualTo("\uFE9F\uFEB0\uFE80");
    // Persian: keheh, farsi yeh.
    assertThat(ArabicShapes.join("یک")).isEqualTo("\uFBFE\uFB8F");
    assertThat(ArabicShapes.join("می\u200Cخ")).isEqualTo("\uFEE3\uFBFD\u200C\uFEA5");
    // A mark stands on a letter and parts nothing; tatweel joins.
    assertThat(ArabicShapes.join("بَب")).isEqualTo("\uFE91\u064E\uFE90");
    assertThat(ArabicShapes.join("بـ")).isEqualTo("\uFE91\u0640");
    assertThat(ArabicShapes.join("ـب")).isEqualTo("\u0640\uFE90");
  }

  @Test
  void tagsAreLeftAloneAndOnlySomeEndAWord() {
    assertThat(ArabicShapes.join("<p title=\"هن>\">ب</p><p>ب<b>ب</b></p>"))
        .isEqualTo("<p title=\"هن>\">\uFE8F</p><p>\uFE91<b>\uFE90</b></p>");
    String latin = "<p class=x>plain שלום 中文</p>";
    assertThat(ArabicShapes.join(latin)).isSameAs(latin);
  }

  @Test
  void whatIsCopiedIsAsItWasWritten() {
    String text = "مرحبا آنا، يسعدنا أن نستقبلك يوم الخميس، لا لأن ألآن. یک گچ پژوهش ٹھیک ہے 10:30";
    String joined = ArabicShapes.join(text);
    assertThat(joined).isNotEqualTo(text);
    assertThat(ArabicShapes.plain(joined)).isEqualTo(text);
    assertThat(Normalizer.normalize(joined, Normalizer.Form.NFKC)).isEqualTo(text);
  }
}
