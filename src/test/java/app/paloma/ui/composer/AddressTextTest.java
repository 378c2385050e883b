package app.paloma.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".ana@example.org",
        "ana.@example.org",
        "a..na@example.org",
        "\"a\"b\"@example.org",
        "\"ana\\\"@example.org",
        "\"a\\é\"@example.org",
        "ana@[192.0.2.1]]",
        "ana@[192.0.2.1\\]",
        "ana@example..org"
      })
  void saysWhatNoServerTakes(String email) {
    assertThat(AddressText.problem(email)).isPresent();
  }

  @Test
  void takesWhatTheRuleAllows() {
    assertThat(AddressText.problem("a.na+x@example.org")).isEmpty();
    assertThat(AddressText.problem("\"a\\\"b\"@example.org")).isEmpty();
    assertThat(AddressText.problem("ana@[192.0.2.1]")).isEmpty();
    assertThat(AddressText.problem("josé@bücher.example")).isEmpty();
  }
}
