package app.paloma.ui.reader;

import app.paloma.mime.ReceiptRequest;
import app.paloma.model.Address;
import app.paloma.ui.Messages;
import app.paloma.ui.NoticeBar;
import app.paloma.ui.UiExecutor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/// One quiet line for a message whose sender asks whether it was read. Nothing leaves without a
/// click.
final class ReceiptBar {
  private ReceiptBar() {}

  static Node of(
      OpenMessage message,
      ReceiptRequest request,
      ReceiptAnswers answers,
      UiExecutor executor,
      Consumer<String> say) {
    Messages words = answers.words();
    Button send = button(words.get("receipt.send"), "receipt-send");
    Button ignore = button(words.get("receipt.ignore"), "receipt-ignore");
    NoticeBar bar =
        new NoticeBar("quiet", "mail-open", new Label(text(message, request, words)), send, ignore);
    Runnable hide =
        () -> {
          bar.setVisible(false);
          bar.setManaged(false);
        };
    send.setOnAction(e -> {
      hide.run();
      executor.load(
          () -> {
            answers.give(message.summary(), request);
            return true;
          },
          done -> say.accept(words.get("receipt.sent")),
          failed -> say.accept(words.get("receipt.failed")));
    });
    ignore.setOnAction(e -> {
      hide.run();
      executor.work(() -> answers.refuse(message.summary()));
    });
    return bar;
  }

  /// Says where the receipt would go where that is not the sender.
  static String text(OpenMessage message, ReceiptRequest request, Messages words) {
    String sender = message.content().from().display();
    String to = request.to().stream().map(Address::email).collect(Collectors.joining(", "));
    return request.elsewhere()
        ? words.get("receipt.askedElsewhere", sender, to)
        : words.get("receipt.asked", sender);
  }

  private static Button button(String text, String id) {
    Button button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("bar-button");
    return button;
  }
}
