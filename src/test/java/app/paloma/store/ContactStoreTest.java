package app.paloma.store;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Address;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactStoreTest {
  @TempDir Path profile;

  @Test
  void whoMovedIsSuggestedAtTheNewAddressAlone() {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      store.contacts().wroteTo(List.of(new Address("Eva Soto", "eva@old.example")));
      store.contacts().moved("Eva@old.example", "eva@new.example");
      assertThat(store.contacts().complete("soto", 9))
          .containsExactly(new Address("Eva Soto", "eva@new.example"));
      store.contacts().wroteTo(List.of(new Address("Eva Soto", "eva@old.example")));
      assertThat(store.contacts().complete("soto", 9)).hasSize(2);
    }
  }

  @Test
  void nothingHasToBeKnownOfWhoMoved() {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      store.contacts().moved("eva@old.example", "eva@new.example");
      assertThat(store.contacts().complete("eva", 9))
          .containsExactly(Address.of("eva@new.example"));
    }
  }
}
