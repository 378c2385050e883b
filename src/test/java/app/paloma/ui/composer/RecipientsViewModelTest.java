package app.paloma.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Address;
import app.paloma.ui.UiExecutor;
import org.junit.jupiter.api.Test;

class RecipientsViewModelTest {
  private final FakeComposer services = new FakeComposer();
  private final RecipientsViewModel field =
      new RecipientsViewModel(services::complete, UiExecutor.direct());

  @Test
  void enterTakesTheSelectedSuggestion() {
    field.textProperty().set("an");
    assertThat(field.suggestions()).hasSize(4);
    field.moveSelection(1);
    assertThat(field.accept()).isTrue();
    assertThat(field.addresses()).containsExactly(services.contacts.get(1));
    assertThat(field.textProperty().get()).isEmpty();
  }

  @Test
  void aCompleteAddressIsNotReplacedByASuggestionNobodyChose() {
    services.contacts.add(new Address("Ana UK", "ana@shop.example.uk"));
    field.textProperty().set("ana@shop.example");
    assertThat(field.suggestions()).isNotEmpty();
    field.accept();
    assertThat(field.addresses()).containsExactly(Address.of("ana@shop.example"));
  }

  @Test
  void commaEndsAnAddress() {
    field.textProperty().set("eva@example.org,");
    assertThat(field.chips()).hasSize(1);
    assertThat(field.chips().getFirst().problem()).isEmpty();
  }

  @Test
  void aCommaInsideAQuotedNameDoesNot() {
    field.textProperty().set("\"Soto, Luis\" <luis@example.org>,");
    assertThat(field.addresses()).containsExactly(new Address("Soto, Luis", "luis@example.org"));
  }

  @Test
  void manyPastedAddressesBecomeChipsOnce() {
    field.paste(
        "Ana <ana@example.org>; luis@example.org\n\"B, C\" <c@example.org> , ANA@example.org");
    assertThat(field.addresses())
        .containsExactly(
            new Address("Ana", "ana@example.org"),
            Address.of("luis@example.org"),
            new Address("B, C", "c@example.org"));
  }

  @Test
  void spacesSeparateBareAddresses() {
    field.paste("a@example.org b@example.org");
    assertThat(field.chips()).hasSize(2);
  }

  @Test
  void whatIsNoAddressStaysAndSaysWhy() {
    field.textProperty().set("ana at example");
    field.commit();
    assertThat(field.chips().getFirst().problem()).contains(AddressText.Problem.NO_AT);
    field.editLast();
    assertThat(field.textProperty().get()).isEqualTo("ana at example");
    assertThat(field.chips()).isEmpty();
  }

  @Test
  void whatIsStillTypedCounts() {
    field.textProperty().set("eva@example.org");
    assertThat(field.addresses()).containsExactly(Address.of("eva@example.org"));
  }

  @Test
  void problemsAreTold() {
    assertThat(AddressText.problem("a@b")).isEmpty();
    assertThat(AddressText.problem("用户@例子.广告")).isEmpty();
    assertThat(AddressText.problem("a@[192.0.2.1]")).isEmpty();
    assertThat(AddressText.problem("@b.example")).contains(AddressText.Problem.NOTHING_BEFORE_AT);
    assertThat(AddressText.problem("a@")).contains(AddressText.Problem.NOTHING_AFTER_AT);
    assertThat(AddressText.problem("a@b..example")).contains(AddressText.Problem.BAD_DOMAIN);
    assertThat(AddressText.problem("a@b@c.example")).contains(AddressText.Problem.TWO_AT);
    assertThat(AddressText.problem("a@b.example>")).contains(AddressText.Problem.BAD_DOMAIN);
  }
}
