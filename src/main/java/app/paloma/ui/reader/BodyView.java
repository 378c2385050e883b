package app.paloma.ui.reader;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.concurrent.Worker;
import javafx.print.PrinterJob;
import javafx.scene.input.DragEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.web.WebEngine;
import javafx.scene.web.WebView;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.w3c.dom.events.EventTarget;

/// The one WebView, made when the first message is shown. Scripts of pages are off; our own calls
/// (scrolling, finding) come from outside of the page. It only ever shows documents handed to it: a
/// click on a link is taken out of its hands, and should it begin to load anything else it is
/// stopped.
public final class BodyView extends StackPane {
  private final Consumer<String> onLink;
  private final ReadOnlyStringWrapper hovered = new ReadOnlyStringWrapper(this, "hovered", "");
  private WebView web;
  private String shown = "";
  private double zoom = 1;

  /// @param onLink called with the target of a clicked link
  public BodyView(Consumer<String> onLink) {
    this.onLink = onLink;
    getStyleClass().add("body-view");
  }

  /// The target of the link under the pointer, or empty.
  public ReadOnlyStringProperty hoveredProperty() {
    return hovered.getReadOnlyProperty();
  }

  /// Makes the WebView while nobody waits for it, and lets it find its fonts.
  public void warmUp() {
    WebEngine engine = web().getEngine();
    if (shown.isEmpty()) {
      engine.loadContent(
          "<p>a</p><p style='font-family:sans-serif'>a <b>b</b></p><pre>c</pre><table><tr><td>d");
    }
  }

  public void show(String html) {
    if (html.equals(shown)) {
      return;
    }
    shown = html;
    web().getEngine().loadContent(ArabicShapes.join(html));
  }

  private WebView web() {
    if (web == null) {
      web = new WebView();
      web.setContextMenuEnabled(false);
      web.setFontScale(zoom);
      // Nothing is dropped into a message.
      web.addEventFilter(DragEvent.ANY, DragEvent::consume);
      WebEngine engine = web.getEngine();
      engine.setJavaScriptEnabled(false);
      engine.setCreatePopupHandler(features -> null);
      engine
          .locationProperty()
          .addListener((o, was, is) -> {
            if (is != null && !is.isEmpty() && !is.startsWith("about:blank")) {
              engine.getLoadWorker().cancel();
            }
          });
      engine
          .getLoadWorker()
          .stateProperty()
          .addListener((o, was, is) -> {
            if (is == Worker.State.SUCCEEDED) {
              catchLinks(engine.getDocument());
            }
          });
      getChildren().setAll(web);
    }
    return web;
  }

  private void catchLinks(Document document) {
    if (document == null) {
      return;
    }
    for (String tag : new String[] {"a", "area"}) {
      NodeList links = document.getElementsByTagName(tag);
      for (int i = 0; i < links.getLength(); i++) {
        if (links.item(i) instanceof EventTarget link
            && links.item(i) instanceof org.w3c.dom.Element element) {
          String target = element.getAttribute("href");
          if (target != null && target.startsWith("#")) {
            // A place in the same document: the WebView scrolls there by itself.
            continue;
          }
          link.addEventListener(
              "click",
              event -> {
                event.preventDefault();
                event.stopPropagation();
                if (target != null && !target.isBlank()) {
                  onLink.accept(target);
                }
              },
              true);
          link.addEventListener(
              "mouseover", event -> hovered.set(target == null ? "" : target), false);
          link.addEventListener("mouseout", event -> hovered.set(""), false);
        }
      }
    }
  }

  public void setZoom(double factor) {
    zoom = factor;
    if (web != null) {
      web.setZoom(factor);
    }
  }

  /// Finds the next (or previous) place of a text and marks it; false when there is none.
  public boolean find(String text, boolean backwards) {
    if (web == null || text.isEmpty()) {
      return false;
    }
    String quoted =
        ArabicShapes.join(text)
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replaceAll("\\p{Cntrl}", " ");
    return Boolean.TRUE.equals(
        ask("window.find('" + quoted + "',false," + backwards + ",true,false,false,false)"));
  }

  /// Scrolls by a page; false when there is nothing more below (above).
  public boolean page(boolean down) {
    if (web == null) {
      return false;
    }
    String step = (down ? "" : "-") + "(window.innerHeight*0.9)";
    return Boolean.TRUE.equals(
        ask(
            "(function(){var y=window.scrollY;window.scrollBy(0,"
                + step
                + ");return window.scrollY!=y;})()"));
  }

  public String selectedText() {
    Object text = web == null ? "" : ask("window.getSelection().toString()");
    return text instanceof String string ? ArabicShapes.plain(string) : "";
  }

  private Object ask(String script) {
    try {
      return web.getEngine().executeScript(script);
    } catch (RuntimeException e) {
      // The page is being replaced right now.
      return null;
    }
  }

  public void print(PrinterJob job) {
    if (web != null) {
      web.getEngine().print(job);
    }
  }

  /// Ctrl and the wheel change the size.
  public void onZoomWheel(DoubleConsumer change) {
    addEventFilter(
        javafx.scene.input.ScrollEvent.SCROLL,
        e -> {
          if (e.isShortcutDown() && e.getDeltaY() != 0) {
            change.accept(e.getDeltaY() > 0 ? 1.1 : 1 / 1.1);
            e.consume();
          }
        });
  }

  public void onMouse(Consumer<MouseEvent> handler) {
    addEventHandler(MouseEvent.MOUSE_CLICKED, handler::accept);
  }
}
