package app.paloma.security;

import app.paloma.model.Secret;
import app.paloma.security.CredentialException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A file in the profile, encrypted by AES-256-GCM with a key in a second file that only this
/// computer's user may read. It keeps passwords out of backups of the vault alone, out of searches
/// and out of sight; it is no wall against a program that runs as the user.
final class VaultCredentialStore implements CredentialStore {
  private static final byte[] MAGIC = "PALOMAV1".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE = 12;
  private static final int KEY = 32;

  private final Path vault;
  private final Path keyFile;
  private final Path lockFile;

  VaultCredentialStore(Path profile) {
    vault = profile.resolve("credentials.vault");
    keyFile = profile.resolve("credentials.key");
    lockFile = profile.resolve("credentials.lock");
  }

  private record Name(String service, String user) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int order = service.compareTo(other.service);
      return order != 0 ? order : user.compareTo(other.user);
    }
  }

  @FunctionalInterface
  private interface Change {
    boolean apply(Map<Name, String> entries);
  }

  @Override
  public synchronized Optional<Secret<String>> find(String service, String user) {
    try {
      return Optional.ofNullable(read().get(new Name(service, user))).map(Secret::of);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  @Override
  public void store(String service, String user, Secret<String> secret) {
    change(
        entries -> !secret.reveal().equals(entries.put(new Name(service, user), secret.reveal())));
  }

  @Override
  public void delete(String service, String user) {
    change(entries -> entries.remove(new Name(service, user)) != null);
  }

  @Override
  public String description() {
    return "vault";
  }

  private synchronized void change(Change change) {
    try {
      Files.createDirectories(vault.toAbsolutePath().getParent());
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Map<Name, String> entries = lock.isValid() ? readOrSetAside() : new TreeMap<>();
        if (change.apply(entries)) {
          write(entries);
        }
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// A vault that cannot be opened any more is kept beside the new one.
  private Map<Name, String> readOrSetAside() throws IOException {
    try {
      return read();
    } catch (CredentialException e) {
      Path aside = vault;
      for (int number = 1; Files.exists(aside); number++) {
        aside = vault.resolveSibling("credentials.vault.damaged-" + number);
      }
      Files.move(vault, aside);
      return new TreeMap<>();
    }
  }

  private Map<Name, String> read() throws IOException {
    if (!Files.exists(vault)) {
      return new TreeMap<>();
    }
    byte[] file = Files.readAllBytes(vault);
    if (file.length < MAGIC.length + NONCE || !Arrays.equals(file, 0, 8, MAGIC, 0, 8)) {
      throw damaged(null);
    }
    if (!Files.exists(keyFile)) {
      throw damaged(null);
    }
    byte[] key = Files.readAllBytes(keyFile);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(128, file, MAGIC.length, NONCE));
      cipher.updateAAD(MAGIC);
      int start = MAGIC.length + NONCE;
      return decode(cipher.doFinal(file, start, file.length - start));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private void write(Map<Name, String> entries) throws IOException {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(MAGIC);
      file.writeBytes(MAGIC);
      file.writeBytes(nonce);
      file.writeBytes(cipher.doFinal(encode(entries)));
    } catch (GeneralSecurityException e) {
      throw damaged(e);
    }
    replace(vault, file.toByteArray());
  }

  private byte[] key() throws IOException {
    if (Files.exists(keyFile)) {
      byte[] key = Files.readAllBytes(keyFile);
      if (key.length == KEY) {
        return key;
      }
    }
    byte[] key = new byte[KEY];
    new SecureRandom().nextBytes(key);
    replace(keyFile, key);
    return key;
  }

  /// Written beside it, forced to the disk, then put in its place at once.
  private static void replace(Path target, byte[] octets) throws IOException {
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly(target));
    Files.write(fresh, octets, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path target) {
    return target.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static byte[] encode(Map<Name, String> entries) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(octets);
    out.writeInt(entries.size());
    for (Map.Entry<Name, String> entry : entries.entrySet()) {
      for (String text :
          new String[] {entry.getKey().service(), entry.getKey().user(), entry.getValue()}) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    }
    return octets.toByteArray();
  }

  private static Map<Name, String> decode(byte[] octets) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
    Map<Name, String> entries = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      entries.put(new Name(text(in), text(in)), text(in));
    }
    return entries;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private CredentialException damaged(Throwable cause) {
    return new CredentialException(
        Reason.VAULT_DAMAGED, "the password vault " + vault + " cannot be opened", cause);
  }

  private CredentialException unreachable(IOException cause) {
    return new CredentialException(
        Reason.VAULT_UNREACHABLE, "the password vault " + vault + " cannot be used", cause);
  }
}
