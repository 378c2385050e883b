package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MailingList;
import app.paloma.mime.MessageReader;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.MailingListViewModel.State;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MailingListViewModelTest {
  private static final String POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  private final List<URI> posted = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();

  private static Optional<MailingList> list(String headers) {
    String text = "From: News <news@letters.example>\r\nSubject: x\r\n" + headers + "\r\nText\r\n";
    return MailingList.of(new MessageReader().read(text.getBytes(StandardCharsets.UTF_8)));
  }

  private MailingListViewModel model(String headers, MailingListViewModel.Poster poster) {
    return new MailingListViewModel(
        list(headers).orElseThrow(),
        "News",
        address -> {
          posted.add(address);
          return poster.post(address);
        },
        UiExecutor.direct(),
        InvitationWords.bundle(Locale.ENGLISH),
        opened::add);
  }

  @Test
  void oneClickPostsOnceAndOnlyAfterTheClick() {
    MailingListViewModel model =
        model(
            "List-Id: Field notes <notes.letters.example>\r\nList-Unsubscribe:"
                + " <mailto:off@letters.example>,\r\n <https://letters.example/off?u=4&v=5>\r\n"
                + POST,
            address -> 202);
    assertThat(posted).isEmpty();
    assertThat(model.text()).isEqualTo("From the list Field notes");

    model.leave();
    model.leave();

    assertThat(posted).containsExactly(URI.create("https://letters.example/off?u=4&v=5"));
    assertThat(opened).isEmpty();
    assertThat(model.stateProperty().get()).isEqualTo(State.LEFT);
  }

  @Test
  void withoutThePostFieldOnlyThePageIsOpened() {
    MailingListViewModel model =
        model("List-Unsubscribe: <https://letters.example/off>\r\n", address -> 200);
    model.leave();
    assertThat(posted).isEmpty();
    assertThat(opened).containsExactly("https://letters.example/off");
    assertThat(model.stateProperty().get()).isEqualTo(State.MEMBER);
  }

  @Test
  void aMailtoIsWrittenInTheComposer() {
    MailingListViewModel model =
        model("List-Unsubscribe: <mailto:off@letters.example?subject=off>\r\n", address -> 200);
    model.leave();
    assertThat(opened).containsExactly("mailto:off@letters.example?subject=off");
  }

  @Test
  void nothingIsPostedInsideThisNetworkOrInTheClear() {
    for (String url :
        List.of(
            "http://letters.example/off",
            "https://127.0.0.1/off",
            "https://[::1]/off",
            "https://2130706433/off",
            "https://router/off",
            "https://printer.local/off",
            "https://user:secret@letters.example/off")) {
      assertThat(list("List-Unsubscribe: <" + url + ">\r\n" + POST).flatMap(MailingList::oneClick))
          .as(url)
          .isEmpty();
    }
  }

  @Test
  void aRefusalOffersThePage() {
    for (MailingListViewModel.Poster poster :
        List.<MailingListViewModel.Poster>of(
            address -> 500,
            address -> 302,
            address -> {
              throw new IOException("no route");
            })) {
      opened.clear();
      MailingListViewModel model =
          model("List-Unsubscribe: <https://letters.example/off>\r\n" + POST, poster);
      model.leave();
      assertThat(model.stateProperty().get()).isEqualTo(State.REFUSED);
      model.leave();
      assertThat(opened).containsExactly("https://letters.example/off");
    }
  }

  @Test
  void plainMailIsNoList() {
    assertThat(list("")).isEmpty();
    assertThat(list("List-Unsubscribe: nonsense <<>>\r\n")).isEmpty();
    assertThat(list("List-Post: NO\r\n")).isEmpty();
  }

  @Test
  void thePostIsThatOfTheStandardAndFollowsNoRedirect() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().containsKey("Cookie")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.getResponseHeaders().add("Set-Cookie", "a=b");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/off?u=1");
      OneClick click = new OneClick();
      assertThat(click.post(address)).isEqualTo(302);
      click.post(address);
    } finally {
      server.stop(0);
    }
    String wanted =
        "POST /off?u=1 application/x-www-form-urlencoded false List-Unsubscribe=One-Click";
    assertThat(requests).containsExactly(wanted, wanted);
  }
}
