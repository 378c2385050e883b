package app.paloma.mime;

import java.util.ArrayList;
import java.util.List;

/// One node of the part tree: a header and a range of octets. Nothing is decoded here.
final class Part {
  final Part parent;
  final int depth;
  final FieldBlock fields;
  List<Part> children = List.of();
  ContentField type = ContentField.TEXT_PLAIN;
  ContentField disposition = ContentField.EMPTY;
  TransferEncoding encoding = TransferEncoding.IDENTITY;
  long headStart;
  long bodyStart = -1;
  long bodyEnd = -1;

  /// The delimiter of a multipart without its dashes, as ISO 8859-1; empty while it must be
  /// guessed.
  String boundary = "";

  /// The beginning of a text's octets, kept while a stream is read once; else null.
  java.io.ByteArrayOutputStream captured;

  /// The octets that its ranges count in, where these are not the message's own but what an encoded
  /// message inside it decodes to; else null.
  byte[] source;

  /// Its closing delimiter was seen, or it needs none.
  boolean closed;

  Part(Part parent, FieldBlock fields, long headStart) {
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.fields = fields;
    this.headStart = headStart;
  }

  void add(Part child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(4);
    }
    children.add(child);
  }

  boolean isMultipart() {
    return type.value().startsWith("multipart/");
  }

  boolean isMessage() {
    return isMessageType(type.value());
  }

  static boolean isMessageType(String type) {
    return type.equals("message/rfc822")
        || type.equals("message/global")
        || type.equals("message/news");
  }

  /// RFC 2046 §5.2.1 and RFC 2045 §6.4 forbid to encode messages and multiparts; RFC 6532 allows it
  /// for messages, and real mail does both. The parts inside then show only after decoding.
  boolean isWrapped() {
    return encoding != TransferEncoding.IDENTITY
        && children.isEmpty()
        && (isMessage() || isMultipart());
  }

  boolean isAttachment() {
    return disposition.value().equals("attachment");
  }

  /// The file name as the sender wrote it, not cleaned; empty where there is none.
  String rawName() {
    String name = disposition.parameter("filename");
    if (name.isEmpty()) {
      name = type.parameter("name");
    }
    // What some gateways write for it.
    return name.isEmpty() ? type.parameter("file") : name;
  }

  /// Content-ID without its brackets (RFC 2392).
  String contentId() {
    String id = fields.text("Content-ID").strip();
    if (id.startsWith("<") && id.endsWith(">") && id.length() > 1) {
      id = id.substring(1, id.length() - 1);
    }
    return id;
  }

  long length() {
    return Math.max(0, bodyEnd - bodyStart);
  }
}
