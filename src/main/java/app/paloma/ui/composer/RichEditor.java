package app.paloma.ui.composer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.concurrent.Worker;
import javafx.scene.input.KeyEvent;
import javafx.scene.web.WebView;

/// Rich text: a `contenteditable` page in a WebView. Only our own script runs in it, put in after
/// loading; it talks back by `prompt`, which carries text and nothing else. UI thread only.
final class RichEditor implements BodyEditor {
  private static final String SCRIPT = script();

  private final WebView web = new WebView();
  private final Runnable changed;
  private final Consumer<String> states;
  private final Runnable paste;
  private Body initial;
  private String page;
  private boolean loaded;
  private boolean focusWhenLoaded;
  private boolean startAtEnd;

  /// @param states the formats at the caret (`bold italic …`) whenever it moves
  /// @param paste the user pasted inside the page
  RichEditor(Runnable changed, Consumer<String> states, Runnable paste) {
    this.changed = changed;
    this.states = states;
    this.paste = paste;
    web.setId("body");
    web.setContextMenuEnabled(false);
    web.setMinSize(0, 0);
    web.setPrefSize(400, 300);
    web.getEngine().setPromptHandler(data -> heard(data.getMessage(), data.getDefaultValue()));
    web.getEngine()
        .getLoadWorker()
        .stateProperty()
        .subscribe(state -> {
          if (state == Worker.State.SUCCEEDED) {
            ready();
          }
        });
    // Nothing in a draft may lead this page elsewhere.
    web.getEngine()
        .locationProperty()
        .subscribe(location -> {
          if (loaded && location != null && !location.isEmpty() && page != null) {
            web.getEngine().loadContent(page);
          }
        });
  }

  WebView node() {
    return web;
  }

  /// @param atEnd where the caret stands first: after what is there, or before it
  void load(String html, String text, String css, boolean atEnd) {
    startAtEnd = atEnd;
    initial = new Body(text, Optional.of(html), "");
    page = EditorPage.of(html, css);
    loaded = false;
    web.getEngine().loadContent(page);
  }

  private void ready() {
    web.getEngine().executeScript(SCRIPT);
    loaded = true;
    if (focusWhenLoaded) {
      focus();
    }
    call("start(" + startAtEnd + ")");
  }

  private String heard(String kind, String value) {
    switch (kind) {
      case "input" -> changed.run();
      case "state" -> states.accept(value);
      case "paste" -> paste.run();
      default -> {}
    }
    return "";
  }

  void focus() {
    focusWhenLoaded = true;
    web.requestFocus();
    if (loaded) {
      call("focus()");
    }
  }

  @Override
  public Body read() {
    if (!loaded) {
      return initial;
    }
    return new Body(call("text()"), Optional.of(call("html()")), call("own()"));
  }

  @Override
  public void replaceSignature(String before, String now) {
    if (loaded) {
      call("signature(" + quoted(EditorPage.signature(now)) + ")");
    }
  }

  void command(String name, String value) {
    if (loaded) {
      call("command(" + quoted(name) + "," + quoted(value) + ")");
      web.requestFocus();
    }
  }

  void insertHtml(String html) {
    command("insertHTML", html);
  }

  void insertText(String text) {
    command("insertText", text);
  }

  void insertPicture(String dataUrl, String contentId, String name) {
    insertHtml(
        "<img src=\"%s\" data-cid=\"%s\" alt=\"%s\">"
            .formatted(
                EditorPage.escape(dataUrl), EditorPage.escape(contentId), EditorPage.escape(name)));
  }

  void restyle(String css) {
    if (loaded) {
      call("style(" + quoted(css) + ")");
    }
  }

  boolean inList() {
    return loaded && "true".equals(call("inList()"));
  }

  boolean loaded() {
    return loaded;
  }

  void onKey(javafx.event.EventHandler<KeyEvent> filter) {
    web.addEventFilter(KeyEvent.KEY_PRESSED, filter);
  }

  private String call(String expression) {
    return String.valueOf(web.getEngine().executeScript("String(paloma." + expression + ")"));
  }

  /// A JavaScript string literal.
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ' || c == '\u2028' || c == '\u2029' || c == '<') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static String script() {
    try (InputStream in =
        RichEditor.class.getResourceAsStream("/app/paloma/ui/composer/editor.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
