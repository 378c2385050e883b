package app.paloma.mime;

import java.util.ArrayList;
import java.util.List;

/// Which parts are the text, and which go with it: RFC 8621 §4.1.4, with pictures always among the
/// attachments too, for a list of files is where people look for them.
final class BodyStructure {
  final List<Part> text = new ArrayList<>(2);
  final List<Part> html = new ArrayList<>(2);
  final List<Part> attachments = new ArrayList<>(2);

  /// The message whose text stands for that of the one around it; else null.
  Part opened;

  private BodyStructure() {}

  /// A message that is nothing but another message shows what that one says, and has it as a file.
  static BodyStructure of(Part root) {
    BodyStructure structure = new BodyStructure();
    Part shown = root;
    while (shown.isMessage() && !shown.isAttachment() && !shown.children.isEmpty()) {
      shown = shown.children.getFirst();
    }
    if (shown != root) {
      structure.opened = shown;
      structure.attachments.add(root);
    }
    structure.walk(List.of(shown), "mixed", false, true, true);
    return structure;
  }

  /// The type a part is handled as: a multipart in which no part was found is a text.
  static String effectiveType(Part part) {
    return part.isMultipart() ? "text/plain" : part.type.value();
  }

  static boolean isEnriched(String type) {
    return type.equals("text/enriched") || type.equals("text/richtext");
  }

  static boolean isMedia(String type) {
    return type.startsWith("image/") || type.startsWith("audio/") || type.startsWith("video/");
  }

  // RFC 2387 §3.2: `start` names the root of multipart/related by its Content-ID, without it the
  // root
  // is the first part. Senders who put a picture there mean the first text after all.
  private static int root(List<Part> parts) {
    Part parent = parts.getFirst().parent;
    String start = parent == null ? "" : parent.type.parameter("start").strip();
    if (start.startsWith("<") && start.endsWith(">")) {
      start = start.substring(1, start.length() - 1);
    }
    for (int i = 0; i < parts.size() && !start.isEmpty(); i++) {
      if (parts.get(i).contentId().equals(start)) {
        return i;
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String type = effectiveType(part);
      if (!part.isAttachment()
          && (part.isMultipart() || type.equals("text/html") || type.equals("text/plain"))) {
        return i;
      }
    }
    return 0;
  }

  private void walk(
      List<Part> parts,
      String multipart,
      boolean inAlternative,
      boolean wantText,
      boolean wantHtml) {
    int textBefore = text.size();
    int htmlBefore = html.size();
    boolean alternative = multipart.equals("alternative");
    boolean toText = wantText;
    boolean toHtml = wantHtml;
    int first = multipart.equals("related") ? root(parts) : 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.isMultipart()) {
        if (!part.children.isEmpty()) {
          String sub = part.type.value().substring("multipart/".length());
          walk(part.children, sub, inAlternative || sub.equals("alternative"), toText, toHtml);
          continue;
        }
        if (part.length() == 0) {
          continue;
        }
      }
      String type = effectiveType(part);
      boolean plain = type.equals("text/plain") || isEnriched(type) && !alternative;
      boolean isHtml = type.equals("text/html");
      boolean inline =
          !part.isAttachment()
              && (plain || isHtml || isMedia(type))
              && (i == first
                  || !multipart.equals("related") && (isMedia(type) || part.rawName().isEmpty()));
      if (!inline || isMedia(type)) {
        attachments.add(part);
        continue;
      }
      if (!part.disposition.parameter("filename").isBlank()) {
        // A text that was sent as a file is shown, and can be saved.
        attachments.add(part);
      }
      if (alternative) {
        if (plain) {
          text.add(part);
        } else {
          html.add(part);
        }
        continue;
      }
      if (inAlternative && plain) {
        toHtml = false;
      }
      if (inAlternative && isHtml) {
        toText = false;
      }
      if (toText) {
        text.add(part);
      }
      if (toHtml) {
        html.add(part);
      }
    }
    if (alternative && wantText && wantHtml) {
      if (text.size() == textBefore && html.size() != htmlBefore) {
        text.addAll(html.subList(htmlBefore, html.size()));
      } else if (html.size() == htmlBefore && text.size() != textBefore) {
        html.addAll(text.subList(textBefore, text.size()));
      }
    }
  }
}
