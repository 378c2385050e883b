package app.paloma.mime;

import com.helger.css.decl.CSSDeclaration;
import com.helger.css.decl.CSSExpression;
import com.helger.css.decl.CSSExpressionMemberFunction;
import com.helger.css.decl.CSSExpressionMemberTermURI;
import com.helger.css.decl.CSSMediaQuery;
import com.helger.css.decl.CSSMediaRule;
import com.helger.css.decl.CSSSelector;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.decl.ICSSExpressionMember;
import com.helger.css.decl.ICSSTopLevelRule;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderDeclarationList;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.DoNothingCSSInterpretErrorHandler;
import com.helger.css.reader.errorhandler.DoNothingCSSParseErrorHandler;
import com.helger.css.writer.CSSWriterSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Style sheets and style attributes of strangers: known properties with harmless values stay, in
/// style rules and media rules; everything else goes.
final class CssCleaner {
  private static final int MAX_SHEET = 600_000;
  private static final int MAX_ATTRIBUTES = 3_000_000;
  private static final int MAX_DEPTH = 12;

  /// Style sheets, and as many style attributes that need the parser; it takes 0.1 ms each.
  private static final int MAX_PARSED = 1_000;

  private static final CSSWriterSettings WRITER = new CSSWriterSettings(true);

  private static final Set<String> PROPERTIES =
      Set.of(
          ("align-content align-items align-self background background-clip background-color"
                  + " background-image background-origin background-position background-position-x"
                  + " background-position-y background-repeat background-size border-collapse"
                  + " border-spacing box-shadow box-sizing caption-side clear color color-scheme"
                  + " column-count column-gap column-rule column-width columns direction display"
                  + " empty-cells float font font-family font-feature-settings font-size"
                  + " font-size-adjust font-stretch font-style font-variant font-weight gap height"
                  + " hyphens justify-content justify-items justify-self letter-spacing line-height"
                  + " list-style list-style-position list-style-type margin max-height max-width"
                  + " min-height min-width object-fit object-position opacity order orphans overflow"
                  + " overflow-wrap overflow-x overflow-y padding page-break-after page-break-before"
                  + " page-break-inside position quotes row-gap tab-size table-layout text-align"
                  + " text-align-last text-decoration text-decoration-color text-decoration-line"
                  + " text-decoration-style text-indent text-overflow text-shadow text-size-adjust"
                  + " text-transform text-underline-offset unicode-bidi vertical-align visibility"
                  + " white-space widows width word-break word-spacing word-wrap writing-mode zoom"
                  + " border outline outline-color outline-style outline-width outline-offset resize"
                  + " user-select")
              .split(" "));

  private static final Set<String> FUNCTIONS =
      Set.of(
          "rgb",
          "rgba",
          "hsl",
          "hsla",
          "calc",
          "min",
          "max",
          "clamp",
          "linear-gradient",
          "radial-gradient",
          "repeating-linear-gradient",
          "repeating-radial-gradient",
          "-webkit-linear-gradient",
          "-webkit-gradient",
          "from",
          "to",
          "color-stop");

  private final UnaryOperator<String> url;
  private final boolean dark;
  private final Map<String, String> attributes = new HashMap<>();
  private int attributeOctets;
  private int parsed;
  private int sheets;
  private boolean keepColors = true;

  /// @param url what to put for an address: the same, another, or null for nothing
  CssCleaner(UnaryOperator<String> url, boolean dark) {
    this.url = url;
    this.dark = dark;
  }

  /// In a dark window, a message that paints no background cannot choose its ink.
  void dropColors() {
    keepColors = false;
    attributes.clear();
  }

  String sheet(String css) {
    String source = css.replace("<!--", "").replace("-->", "").replace("\0", "");
    if (source.length() > MAX_SHEET
        || source.isBlank()
        || isTooDeep(source)
        || sheets++ >= MAX_PARSED) {
      return "";
    }
    try {
      CascadingStyleSheet sheet = CSSReader.readFromStringReader(source, settings());
      if (sheet == null) {
        return "";
      }
      StringBuilder out = new StringBuilder(source.length());
      rules(sheet.getAllRules(), out, 0);
      return out.toString();
    } catch (RuntimeException | StackOverflowError e) {
      // A parser that gives up on a sheet costs its looks, not the message.
      return "";
    }
  }

  String attribute(String style) {
    String known = attributes.get(style);
    if (known != null) {
      return known;
    }
    attributeOctets += style.length();
    String clean = "";
    List<SimpleStyle.Declaration> simple =
        attributeOctets <= MAX_ATTRIBUTES ? SimpleStyle.read(style) : null;
    if (simple != null) {
      StringBuilder out = new StringBuilder(style.length());
      simple.forEach(d -> append(d.property(), d.value(), d.important(), out));
      clean = out.toString();
    } else if (attributeOctets <= MAX_ATTRIBUTES
        && parsed++ < MAX_PARSED
        && style.length() < 50_000
        && !isTooDeep(style)) {
      try {
        var list = CSSReaderDeclarationList.readFromString(style.replace("\0", ""), settings());
        StringBuilder out = new StringBuilder(style.length());
        if (list != null) {
          declarations(list.getAllDeclarations(), out);
        }
        clean = out.toString();
      } catch (RuntimeException | StackOverflowError e) {
        clean = "";
      }
    }
    attributes.put(style, clean);
    return clean;
  }

  private static CSSReaderSettings settings() {
    return new CSSReaderSettings()
        .setBrowserCompliantMode(true)
        .setUseSourceLocation(false)
        .setCustomErrorHandler(new DoNothingCSSParseErrorHandler())
        .setCustomExceptionHandler(e -> {})
        .setInterpretErrorHandler(new DoNothingCSSInterpretErrorHandler());
  }

  private static boolean isTooDeep(String css) {
    int depth = 0;
    for (int i = 0; i < css.length(); i++) {
      switch (css.charAt(i)) {
        case '{', '(', '[' -> {
          if (++depth > MAX_DEPTH) {
            return true;
          }
        }
        case '}', ')', ']' -> depth = Math.max(0, depth - 1);
        default -> {}
      }
    }
    return false;
  }

  private void rules(Iterable<? extends ICSSTopLevelRule> rules, StringBuilder out, int depth) {
    for (ICSSTopLevelRule rule : rules) {
      if (rule instanceof CSSStyleRule style) {
        styleRule(style, out);
      } else if (rule instanceof CSSMediaRule media && depth < 3) {
        mediaRule(media, out, depth);
      }
    }
  }

  private void styleRule(CSSStyleRule rule, StringBuilder out) {
    StringBuilder selectors = new StringBuilder();
    for (CSSSelector selector : rule.getAllSelectors()) {
      String text = selector.getAsCSSString(WRITER, 0);
      if (isHarmless(text) && text.indexOf('{') < 0 && text.indexOf('}') < 0) {
        selectors.append(selectors.isEmpty() ? "" : ",").append(text);
      }
    }
    StringBuilder body = new StringBuilder();
    declarations(rule.getAllDeclarations(), body);
    if (!selectors.isEmpty() && !body.isEmpty()) {
      out.append(selectors).append('{').append(body).append("}\n");
    }
  }

  private void mediaRule(CSSMediaRule media, StringBuilder out, int depth) {
    StringBuilder queries = new StringBuilder();
    for (CSSMediaQuery query : media.getAllMediaQueries()) {
      String text = query.getAsCSSString(WRITER, 0).toLowerCase(Locale.ROOT);
      if (text.contains("prefers-color-scheme")) {
        // The window decides, not the platform: the sender's own dark design where there is one.
        if (text.contains("dark") != dark || text.contains("not ")) {
          continue;
        }
        text = "screen";
      }
      if (isHarmless(text) && text.indexOf('{') < 0 && text.indexOf('}') < 0) {
        queries.append(queries.isEmpty() ? "" : ",").append(text);
      }
    }
    if (queries.isEmpty()) {
      return;
    }
    StringBuilder inner = new StringBuilder();
    rules(media.getAllRules(), inner, depth + 1);
    if (!inner.isEmpty()) {
      out.append("@media ").append(queries).append('{').append(inner).append("}\n");
    }
  }

  private void declarations(List<CSSDeclaration> declarations, StringBuilder out) {
    for (CSSDeclaration declaration : declarations) {
      CSSExpression expression = declaration.getExpression();
      if (expression != null && isKnown(unprefixed(declaration.getProperty()))) {
        append(declaration.getProperty(), value(expression), declaration.isImportant(), out);
      }
    }
  }

  private void append(String property, String value, boolean important, StringBuilder out) {
    String name = unprefixed(property);
    if (!isKnown(name) || value.isBlank() || !isHarmless(value) || !isAllowed(name, value)) {
      return;
    }
    if (!keepColors && (name.equals("color") || name.equals("text-shadow"))) {
      return;
    }
    out.append(property.toLowerCase(Locale.ROOT)).append(':').append(value);
    if (important) {
      out.append("!important");
    }
    out.append(';');
  }

  private static String unprefixed(String property) {
    String lower = property.toLowerCase(Locale.ROOT);
    return lower.startsWith("-webkit-") || lower.startsWith("-moz-") || lower.startsWith("-ms-")
        ? lower.substring(lower.indexOf('-', 1) + 1)
        : lower;
  }

  private static boolean isKnown(String name) {
    return PROPERTIES.contains(name)
        || name.startsWith("margin-")
        || name.startsWith("padding-")
        || name.startsWith("border-") && !name.startsWith("border-image")
        || name.startsWith("flex")
        || name.startsWith("grid");
  }

  private static boolean isAllowed(String name, String value) {
    if (name.equals("position")) {
      return value.equalsIgnoreCase("relative") || value.equalsIgnoreCase("static");
    }
    return true;
  }

  private String value(CSSExpression expression) {
    StringBuilder out = new StringBuilder();
    boolean dropped = false;
    for (ICSSExpressionMember member : expression.getAllMembers()) {
      if (member instanceof CSSExpressionMemberTermURI uri) {
        String replacement = url.apply(uri.getURIString());
        if (replacement == null) {
          dropped = true;
        } else {
          out.append("url(\"").append(escapedUrl(replacement)).append("\")");
        }
        continue;
      }
      if (!areKnown(member)) {
        return "";
      }
      String text = member.getAsCSSString(WRITER, 0);
      boolean operator = text.equals(",") || text.equals("/");
      if (!out.isEmpty() && !operator && !endsWithOperator(out)) {
        out.append(' ');
      }
      out.append(text);
    }
    String value = out.toString().strip();
    return dropped && (value.startsWith(",") || value.endsWith(",")) ? "" : value;
  }

  private static boolean endsWithOperator(StringBuilder out) {
    char c = out.charAt(out.length() - 1);
    return c == ',' || c == '/';
  }

  private boolean areKnown(ICSSExpressionMember member) {
    if (member instanceof CSSExpressionMemberFunction function) {
      String name = function.getFunctionName().toLowerCase(Locale.ROOT);
      if (name.endsWith("(")) {
        name = name.substring(0, name.length() - 1);
      }
      if (!FUNCTIONS.contains(name)) {
        return false;
      }
      CSSExpression inner = function.getExpression();
      if (inner != null) {
        for (ICSSExpressionMember m : inner.getAllMembers()) {
          if (m instanceof CSSExpressionMemberTermURI || !areKnown(m)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static String escapedUrl(String url) {
    StringBuilder b = new StringBuilder(url.length());
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '"' || c == '\\' || c == '(' || c == ')' || c == '<' || c == '>' || c == '\''
          || c <= ' ') {
        b.append(String.format("%%%02X", (int) c));
      } else {
        b.append(c);
      }
    }
    return b.toString();
  }

  /// No way out of the style element or attribute, no escapes that spell a forbidden word.
  private static boolean isHarmless(String css) {
    if (css.indexOf('<') >= 0
        || css.indexOf('\\') >= 0
        || css.indexOf('@') >= 0
        || css.indexOf(';') >= 0 && !css.contains("url(\"data:")) {
      return false;
    }
    String lower = css.toLowerCase(Locale.ROOT);
    return !lower.contains("expression")
        && !lower.contains("javascript:")
        && !lower.contains("vbscript:")
        && !lower.contains("behavior")
        && !lower.contains("-moz-binding")
        && !lower.contains("image-set")
        && !lower.contains("import ");
  }
}
