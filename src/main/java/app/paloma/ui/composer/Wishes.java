package app.paloma.ui.composer;

import app.paloma.model.Draft;
import app.paloma.model.SubmissionOffer;
import java.util.Map;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/// What the writer wants of those who carry the message and of those who read it. What the
/// account's server does not offer is not asked for; but a message that must not leave without TLS
/// does not leave where that cannot be promised, until the writer gives it up.
public final class Wishes {
  private final BooleanProperty readReceipt = new SimpleBooleanProperty();
  private final Map<SubmissionOffer, BooleanProperty> ofServer =
      Map.of(
          SubmissionOffer.DSN,
          new SimpleBooleanProperty(),
          SubmissionOffer.REQUIRETLS,
          new SimpleBooleanProperty(),
          SubmissionOffer.FUTURERELEASE,
          new SimpleBooleanProperty());
  private final ObjectProperty<Set<SubmissionOffer>> offered = new SimpleObjectProperty<>(Set.of());

  /// @param changed called when the writer wishes something else
  Wishes(Draft.Asks asks, Runnable changed) {
    readReceipt.set(asks.readReceipt());
    property(SubmissionOffer.DSN).set(asks.deliveryReport());
    property(SubmissionOffer.REQUIRETLS).set(asks.requireTls());
    readReceipt.subscribe(changed);
    property(SubmissionOffer.DSN).subscribe(changed);
    property(SubmissionOffer.REQUIRETLS).subscribe(changed);
  }

  /// Whether the recipients' programs are asked to tell when the message is read.
  public BooleanProperty readReceiptProperty() {
    return readReceipt;
  }

  /// Whether the account's server is asked for this.
  public BooleanProperty property(SubmissionOffer offer) {
    return ofServer.get(offer);
  }

  /// Whether the account's server can be asked for it, or is.
  public ObservableValue<Boolean> shown(SubmissionOffer offer) {
    BooleanProperty wished = property(offer);
    return offer == SubmissionOffer.REQUIRETLS
        ? Bindings.createBooleanBinding(
            () -> wished.get() || offered.get().contains(offer), wished, offered)
        : offered.map(all -> all.contains(offer));
  }

  void offered(Set<SubmissionOffer> by) {
    offered.set(by);
  }

  boolean asksFor(SubmissionOffer offer) {
    return property(offer).get() && offered.get().contains(offer);
  }

  Draft.Asks asks() {
    return new Draft.Asks(
        readReceipt.get(),
        asksFor(SubmissionOffer.DSN),
        property(SubmissionOffer.REQUIRETLS).get());
  }
}
