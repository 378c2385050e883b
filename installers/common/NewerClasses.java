import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Gives classes that were compiled for Java 5 the format of Java 17, their code unchanged: the
/// ahead-of-time cache takes no class without the frames by which newer ones are verified, so each
/// command would read and verify them again. See decision 15.
///
/// Run: java NewerClasses.java JAR…
final class NewerClasses {
  private static final int FIRST_WITH_FRAMES = 50;
  private static final int JAVA_17 = 61;

  private NewerClasses() {}

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      rewrite(Path.of(jar));
    }
  }

  private static void rewrite(Path path) throws IOException {
    Path rewritten = path.resolveSibling(path.getFileName() + ".newer");
    int changed = 0;
    try (JarFile jar = new JarFile(path.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {path.toUri().toURL()});
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(rewritten))) {
      ClassHierarchyResolver classes =
          ClassHierarchyResolver.ofResourceParsing(loader)
              .orElse(ClassHierarchyResolver.defaultResolver());
      ClassFile format =
          ClassFile.of(
              ClassHierarchyResolverOption.of(classes), StackMapsOption.GENERATE_STACK_MAPS);
      for (JarEntry entry : jar.stream().toList()) {
        byte[] octets = jar.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".class")) {
          ClassModel old = format.parse(octets);
          if (old.majorVersion() < FIRST_WITH_FRAMES) {
            octets = newer(format, old);
            changed++;
          }
        }
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(octets);
      }
    }
    if (changed > 0) {
      Files.move(rewritten, path, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(rewritten);
    }
  }

  private static byte[] newer(ClassFile format, ClassModel old) {
    byte[] octets =
        format.transformClass(
            old,
            ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                .andThen((builder, element) -> {
                  if (element instanceof ClassFileVersion) {
                    builder.withVersion(JAVA_17, 0);
                  } else {
                    builder.with(element);
                  }
                }));
    format.verify(octets).stream()
        .findFirst()
        .ifPresent(failure -> {
          throw new UncheckedIOException(new IOException("a class cannot be verified", failure));
        });
    return octets;
  }
}
