package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingParametersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "https://a.example/p?utm_source=x&id=4&UTM_medium=mail https://a.example/p?id=4",
        "https://a.example/p?fbclid=abc https://a.example/p",
        "https://a.example/p?mc_eid=1&mc_cid=2#part https://a.example/p#part",
        "http://a.example/?q=utm_source&gclid https://unused"
      })
  void takesOutWhatFollowsTheReader(String link, String shorter) {
    assertThat(TrackingParameters.strip(link))
        .isEqualTo(shorter.endsWith("unused") ? "http://a.example/?q=utm_source" : shorter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/p?id=4&token=utm_x&&a=",
        "https://a.example/p",
        "https://a.example/p?",
        "mailto:a@b.example?subject=utm_source=1",
        "https://a.example/#?utm_source=x"
      })
  void leavesAllElseAsItIs(String link) {
    assertThat(TrackingParameters.strip(link)).isEqualTo(link);
  }

  @Test
  void isQuickOnAnyLength() {
    assertThat(TrackingParameters.strip("https://a.example/?" + "utm_a=b&".repeat(100_000)))
        .isEqualTo("https://a.example/");
  }
}
