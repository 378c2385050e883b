package app.paloma.protocol.imap.codec;

import static app.paloma.protocol.imap.codec.EnvelopeParser.string;

import app.paloma.protocol.imap.types.BodyStructure;
import app.paloma.protocol.imap.types.BodyStructure.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// BODYSTRUCTURE from values already read. Servers err here more than anywhere else: a field that
/// is not what it should be counts as missing, and the parts keep their numbers.
final class BodyStructureParser {
  private BodyStructureParser() {}

  /// `body = "(" (body-type-1part / body-type-mpart) ")"` (RFC 9051 §9); null for anything else.
  static BodyStructure body(Object value) {
    return value instanceof List<?> ? body(value, "", true) : null;
  }

  private static BodyStructure body(Object value, String prefix, boolean outermost) {
    if (!(value instanceof List<?> fields) || fields.isEmpty()) {
      return unknown(outermost ? number(prefix, 1) : prefix);
    }
    if (fields.get(0) instanceof List<?>) {
      return bodyTypeMpart(fields, prefix);
    }
    if ("multipart".equalsIgnoreCase(string(fields, 0))) {
      return new BodyStructure.Multipart(
          prefix,
          "multipart/" + lower(string(fields, 1), "mixed"),
          Map.of(),
          List.of(),
          Extension.NONE);
    }
    return bodyType1part(fields, outermost ? number(prefix, 1) : prefix);
  }

  private static String number(String prefix, int index) {
    return prefix.isEmpty() ? Integer.toString(index) : prefix + "." + index;
  }

  private static BodyStructure unknown(String number) {
    return new BodyStructure.Single(
        number, "application/octet-stream", Map.of(), null, null, "7bit", 0, -1, Extension.NONE);
  }

  /// `body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]`.
  private static BodyStructure bodyTypeMpart(List<?> fields, String prefix) {
    ArrayList<BodyStructure> parts = new ArrayList<>();
    int i = 0;
    while (i < fields.size() && (fields.get(i) instanceof List<?> || isMissingPart(fields, i))) {
      parts.add(body(fields.get(i), number(prefix, i + 1), false));
      i++;
    }
    return new BodyStructure.Multipart(
        prefix,
        "multipart/" + lower(string(fields, i), "mixed"),
        bodyFldParam(at(fields, i + 1)),
        parts,
        bodyExt(null, fields, i + 2));
  }

  /// NIL between parts, or before the subtype, stands for a part the server could not read.
  private static boolean isMissingPart(List<?> fields, int i) {
    return fields.get(i) == null && i + 1 < fields.size();
  }

  /// ```
  /// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
  /// ```
  private static BodyStructure bodyType1part(List<?> fields, String number) {
    String type = lower(string(fields, 0), "application");
    String subtype = lower(string(fields, 1), type.equals("text") ? "plain" : "octet-stream");
    String mediaType = type + "/" + subtype;
    Map<String, String> parameters = bodyFldParam(at(fields, 2));
    String id = string(fields, 3);
    String description = string(fields, 4);
    String encoding = lower(string(fields, 5), "7bit");
    long octets = number(at(fields, 6));
    if (type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"))) {
      return bodyTypeMsg(fields, number, mediaType, parameters);
    }
    boolean text = type.equals("text") && at(fields, 7) instanceof String;
    int extension = text || type.equals("text") && fields.size() > 8 ? 8 : 7;
    return new BodyStructure.Single(
        number,
        mediaType,
        parameters,
        id,
        description,
        encoding,
        Math.max(0, octets),
        text ? number(at(fields, 7)) : -1,
        bodyExt(string(fields, extension), fields, extension + 1));
  }

  /// `body-type-msg = media-message SP body-fields SP envelope SP body SP body-fld-lines`.
  private static BodyStructure bodyTypeMsg(
      List<?> fields, String number, String mediaType, Map<String, String> parameters) {
    boolean parsed = at(fields, 7) instanceof List<?> && at(fields, 8) instanceof List<?>;
    Object inner = parsed ? at(fields, 8) : null;
    boolean multipart =
        inner instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof List<?>;
    int extension = parsed ? 10 : 7;
    return new BodyStructure.Message(
        number,
        mediaType,
        parameters,
        string(fields, 3),
        string(fields, 4),
        lower(string(fields, 5), "7bit"),
        Math.max(0, number(at(fields, 6))),
        parsed ? EnvelopeParser.envelope(at(fields, 7)) : null,
        inner == null ? null : body(inner, number, !multipart),
        parsed ? number(at(fields, 9)) : -1,
        bodyExt(string(fields, extension), fields, extension + 1));
  }

  /// ```
  /// body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc ...]]]
  /// ```
  private static Extension bodyExt(String md5, List<?> fields, int from) {
    String disposition = null;
    Map<String, String> parameters = Map.of();
    if (at(fields, from) instanceof List<?> dsp && !dsp.isEmpty()) {
      disposition = lower(string(dsp, 0), null);
      parameters = bodyFldParam(at(dsp, 1));
    } else if (at(fields, from) instanceof String text) {
      disposition = lower(text, null);
    }
    List<String> languages = bodyFldLang(at(fields, from + 1));
    String location = string(fields, from + 2);
    if (md5 == null && disposition == null && languages.isEmpty() && location == null) {
      return Extension.NONE;
    }
    return new Extension(md5, disposition, parameters, languages, location);
  }

  /// `body-fld-lang = nstring / "(" string *(SP string) ")"`.
  private static List<String> bodyFldLang(Object value) {
    if (value instanceof String text) {
      return List.of(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return List.of();
  }

  /// `body-fld-param = "(" string SP string *(SP string SP string) ")" / nil`.
  private static Map<String, String> bodyFldParam(Object value) {
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      return Map.of();
    }
    LinkedHashMap<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i + 1 < list.size(); i += 2) {
      if (list.get(i) instanceof String name) {
        String text = list.get(i + 1) instanceof String given ? given : "";
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), text);
      }
    }
    return java.util.Collections.unmodifiableMap(parameters);
  }

  private static Object at(List<?> fields, int index) {
    return index < fields.size() ? fields.get(index) : null;
  }

  private static long number(Object value) {
    if (value instanceof String text && !text.isEmpty() && text.length() <= 18) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return -1;
        }
      }
      return Long.parseLong(text);
    }
    return -1;
  }

  private static String lower(String text, String otherwise) {
    return text == null || text.isEmpty() ? otherwise : text.toLowerCase(Locale.ROOT);
  }
}
