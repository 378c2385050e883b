package app.paloma.cli;

import app.paloma.mime.DeliveryReport;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.send.DeliveryReports;
import app.paloma.store.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma show`: messages as text, as JSON, cleaned, or octet for octet.
@Command(name = "show", description = "Show messages.")
final class ShowCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "ID", arity = "1..*")
  List<Long> ids;

  @ArgGroup(exclusive = true)
  Form form = new Form();

  /// How the messages are shown.
  static final class Form {
    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    @Option(names = "--raw", description = "The exact octets received.")
    boolean raw;

    @Option(names = "--source", description = "The source, safe for a terminal.")
    boolean source;

    @Option(names = "--text", description = "Only the text.")
    boolean text;

    @Option(names = "--html", description = "The cleaned document that the reader shows.")
    boolean html;
  }

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    session.messages(ids);
    int status = ExitStatus.DONE;
    for (long id : ids) {
      try {
        show(session, new MessageId(id));
      } catch (MailException e) {
        status = Math.max(status, paloma.failed(e));
      }
    }
    return status;
  }

  private void show(Session session, MessageId id) throws MailException, IOException {
    if (form.text) {
      text(session, Contents.text(session, id));
      return;
    }
    ContentStore contents = Contents.complete(session, id);
    if (form.raw) {
      try (InputStream in = contents.open(id)) {
        in.transferTo(session.output().bytes());
      }
      session.output().bytes().flush();
      return;
    }
    if (form.source) {
      try (InputStream in = contents.open(id)) {
        String source = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        source.lines().forEach(line -> session.output().line(Output.printable(line)));
      }
      return;
    }
    MessageContent content = Contents.read(session, id);
    if (form.json) {
      session.output().json(json(session, id, content));
    } else if (form.html) {
      session.output().line(document(session, content).html());
    } else {
      headers(session, content);
      DeliveryReport.lastWords(reports(session, id, content))
          .forEach(told ->
              session
                  .output()
                  .line(Output.printable(Words.get("report", String.join(" ", told(told))))));
      session.output().line("");
      text(session, content);
    }
  }

  private static void text(Session session, MessageContent content) {
    content.text().lines().forEach(line -> session.output().line(Output.printable(line)));
  }

  private static HtmlCleaner.Cleaned document(Session session, MessageContent content) {
    HtmlCleaner cleaner = session.services().cleaner();
    return content
        .html()
        .map(html ->
            cleaner.clean(
                html, new HtmlCleaner.Options(false, false, Contents.inlinePictures(content))))
        .orElseGet(() -> cleaner.plain(content.text(), false));
  }

  private static void headers(Session session, MessageContent content) {
    for (String name : List.of("From", "To", "Cc", "Date", "Subject")) {
      String value = content.header(name);
      if (!value.isEmpty()) {
        session.output().line(Output.printable(name + ": " + value));
      }
    }
    for (MessageContent.Attachment attachment : content.attachments()) {
      session
          .output()
          .line(
              Output.printable(
                  Words.get(
                      "attachment",
                      attachment.index(),
                      attachment.name(),
                      attachment.contentType(),
                      attachment.size())));
    }
  }

  /// What is reported of it, or what it reports.
  private static List<DeliveryReport.Recipient> reports(
      Session session, MessageId id, MessageContent content) {
    DeliveryReports all =
        new DeliveryReports(session.services().store(), session.services().reader());
    return Stream.concat(
            DeliveryReport.of(content).stream(),
            session.services().store().messages().get(id).stream()
                .flatMap(summary -> all.about(summary).stream()))
        .flatMap(report -> report.recipients().stream())
        .toList();
  }

  private static List<String> told(DeliveryReport.Recipient told) {
    String code = told.code() == 0 ? "" : Integer.toString(told.code());
    return Stream.of(
            told.address(), Words.get("action." + told.action()), code, told.status(), told.text())
        .filter(word -> !word.isBlank())
        .toList();
  }

  private static Map<String, Object> json(Session session, MessageId id, MessageContent content) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id.value());
    row.put("headers", content.headers().stream().map(h -> List.of(h.name(), h.value())).toList());
    row.put("text", content.text());
    row.put("html", content.html().orElse(null));
    List<Object> attachments = new ArrayList<>();
    for (MessageContent.Attachment attachment : content.attachments()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("index", attachment.index());
      one.put("name", attachment.name());
      one.put("type", attachment.contentType());
      one.put("size", attachment.size());
      one.put("inline", attachment.inline());
      one.put("contentId", attachment.contentId());
      attachments.add(one);
    }
    row.put("attachments", attachments);
    List<Object> reports = new ArrayList<>();
    for (DeliveryReport.Recipient told : reports(session, id, content)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("address", told.address());
      one.put("action", told.action().name().toLowerCase(Locale.ROOT));
      one.put("code", told.code());
      one.put("status", told.status());
      one.put("text", told.text());
      reports.add(one);
    }
    row.put("reports", reports);
    row.put("remoteContent", document(session, content).remoteContent());
    row.put("warnings", content.warnings().stream().map(MessageContent.Warning::key).toList());
    row.put("authentication", proof(content, "Authentication-Results"));
    row.put("signature", protection(content, "signed", "signature"));
    row.put("encryption", protection(content, "encrypted", "enveloped"));
    return row;
  }

  /// What the receiving server wrote; nobody here has checked it.
  private static Map<String, Object> proof(MessageContent content, String name) {
    Map<String, Object> proof = new LinkedHashMap<>();
    proof.put("checked", false);
    proof.put("results", content.header(name));
    return proof;
  }

  private static Map<String, Object> protection(
      MessageContent content, String subtype, String smimeType) {
    String type = content.header("Content-Type").toLowerCase(Locale.ROOT);
    boolean present =
        type.startsWith("multipart/" + subtype)
            || (type.contains("pkcs7-mime") && type.contains(smimeType));
    Map<String, Object> protection = new LinkedHashMap<>();
    protection.put("present", present);
    protection.put("checked", false);
    return protection;
  }
}
