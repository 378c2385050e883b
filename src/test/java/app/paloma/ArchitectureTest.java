package app.paloma;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of architecture.md: who may use whom, and which room is the one door to what.
class ArchitectureTest {
  private static final String ROOT = "app.paloma.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("app.paloma");

  /// A room may use itself, `model`, and the rooms named; of Paloma nothing else.
  private static ArchRule room(String root, String room, String... mayUse) {
    List<String> allowed = new ArrayList<>(List.of(root + room + "..", ROOT + "model.."));
    for (String other : mayUse) {
      allowed.add(ROOT + other + "..");
    }
    return classes()
        .that()
        .resideInAPackage(root + room + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed.toArray(String[]::new))
                .or(resideOutsideOfPackages("app.paloma..")))
        .allowEmptyShould(true);
  }

  private static void check(String room, String... mayUse) {
    room(ROOT, room, mayUse).check(CLASSES);
  }

  @Test
  void theGroundKnowsNothingAbove() {
    check("model");
    check("store");
    check("mime");
    check("archive");
    check("security");
  }

  @Test
  void protocolsKnowNoMailStore() {
    check("protocol.transport");
    check("protocol.sasl", "protocol.transport");
    check("protocol.imap.types");
    check("protocol.imap.codec", "protocol.imap.types");
    check("protocol.imap", "protocol.transport", "protocol.sasl");
    check("protocol.pop3", "protocol.transport", "protocol.sasl");
    check("protocol.smtp", "protocol.transport", "protocol.sasl");
  }

  @Test
  void servicesUseWhatTheyMay() {
    check("sync", "protocol", "store", "mime", "crypto", "rules", "security");
    check("send", "protocol", "store", "mime", "crypto", "security");
    check("search", "store", "mime");
    check("rules", "store", "mime");
    check("discovery", "protocol.transport", "security");
    check("diagnosis", "protocol", "discovery", "security");
  }

  @Test
  void windowAndCommandLineNeverSpeakProtocols() {
    String[] services = {
      "sync",
      "send",
      "search",
      "rules",
      "store",
      "mime",
      "crypto",
      "archive",
      "discovery",
      "diagnosis",
      "security"
    };
    check("cli", services);
    check("ui", services);
  }

  @Test
  void roomsFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching("app.paloma.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  private static void door(String what, String... rooms) {
    noClasses()
        .that(resideOutsideOfPackages(rooms))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(what)
        .check(CLASSES);
  }

  @Test
  void eachLibraryHasItsDoor() {
    door("java.sql..", ROOT + "store..");
    door("jakarta.mail..", ROOT + "mime..", ROOT + "crypto..", ROOT + "launcher.demo..");
    door("org.xbill.DNS..", ROOT + "discovery..", ROOT + "diagnosis..");
    door("javafx..", ROOT + "ui..", ROOT + "launcher..");
    door("org.apache.pdfbox..", ROOT + "ui.reader..");
    door("com.icegreen..", ROOT + "launcher.demo..");
    door(
        "javax.net.ssl..", ROOT + "protocol.transport..", ROOT + "security..", ROOT + "launcher..");
    noClasses()
        .that(
            resideOutsideOfPackages(
                ROOT + "protocol.transport..", ROOT + "security..", ROOT + "launcher.."))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .check(CLASSES);
  }

  @Test
  void viewModelsKnowNoScene() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("ViewModel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx.scene..", "javafx.stage..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void namesSayWhatThingsDo() {
    noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils|Util)").check(CLASSES);
  }

  @Test
  void everyPackageSaysItsPurpose() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> silent =
          files
              .filter(Files::isDirectory)
              .filter(ArchitectureTest::hasCode)
              .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
              .toList();
      assertThat(silent).isEmpty();
    }
  }

  private static boolean hasCode(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(f -> f.toString().endsWith(".java") && !f.endsWith("module-info.java"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The guard itself: a class that breaks the rule of the store must be found.
  @Test
  void aPlantedViolationIsFound() {
    JavaClasses planted = new ClassFileImporter().importPackages("app.paloma.planted");
    assertThatThrownBy(() -> room("app.paloma.planted.", "store").check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Violation");
  }
}
