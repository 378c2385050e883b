package app.paloma.mime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// winmail.dat: files and text in Microsoft's own wrapping ([MS-OXTNEF]).
record Tnef(String text, String html, List<Tnef.File> files) {
  record File(String name, String contentType, String contentId, byte[] content) {}

  private static final int SIGNATURE = 0x223E9F78;
  private static final int ATT_BODY = 0x800C;
  private static final int ATT_ATTACH_DATA = 0x800F;
  private static final int ATT_ATTACH_TITLE = 0x8010;
  private static final int ATT_REND_DATA = 0x9002;
  private static final int ATT_MAPI_PROPS = 0x9003;
  private static final int ATT_ATTACHMENT = 0x9005;
  private static final int ATT_CODE_PAGE = 0x9007;
  private static final int MAX_FILES = 1_000;

  /// Null where the octets are no TNEF at all; what can be read of a damaged one.
  static Tnef read(byte[] octets) {
    if (octets.length < 6) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != SIGNATURE) {
      return null;
    }
    in.getShort();
    Reading reading = new Reading();
    try {
      while (in.remaining() >= 11) {
        in.get();
        int id = in.getInt() & 0xFFFF;
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
          break;
        }
        ByteBuffer data = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        reading.attribute(id, data);
        in.position(in.position() + length);
        if (in.remaining() < 2) {
          break;
        }
        in.getShort();
      }
    } catch (java.nio.BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      // Damaged: what was read so far stands.
    }
    return reading.finish();
  }

  private static final class Reading {
    private String charset = "windows-1252";
    private String text = "";
    private String html = "";
    private String rtf = "";
    private final List<File> files = new ArrayList<>();
    private boolean open;
    private String name = "";
    private String type = "application/octet-stream";
    private String contentId = "";
    private byte[] content = new byte[0];

    void attribute(int id, ByteBuffer data) {
      switch (id) {
        case ATT_CODE_PAGE -> {
          if (data.remaining() >= 4) {
            charset = "windows-" + data.getInt(0);
          }
        }
        case ATT_BODY -> text = string(bytes(data));
        case ATT_MAPI_PROPS -> properties(data, false);
        case ATT_REND_DATA -> {
          flush();
          open = true;
        }
        case ATT_ATTACH_TITLE -> name = name.isEmpty() ? string(bytes(data)) : name;
        case ATT_ATTACH_DATA -> content = bytes(data);
        case ATT_ATTACHMENT -> properties(data, true);
        default -> {}
      }
    }

    private void flush() {
      if (open && (content.length > 0 || !name.isEmpty()) && files.size() < MAX_FILES) {
        files.add(new File(name, type, contentId, content));
      }
      open = false;
      name = "";
      type = "application/octet-stream";
      contentId = "";
      content = new byte[0];
    }

    Tnef finish() {
      flush();
      String body = text.isBlank() && html.isBlank() ? rtf : text;
      return new Tnef(PlainText.normalize(body).strip(), html, List.copyOf(files));
    }

    // [MS-OXTNEF] 2.1.3.4: a count, then type, id, for named ones a GUID and a name, and values
    // padded to four octets.
    private void properties(ByteBuffer in, boolean ofFile) {
      int count = in.getInt();
      for (int i = 0; i < count && in.remaining() >= 4; i++) {
        int kind = in.getShort() & 0xFFFF;
        int id = in.getShort() & 0xFFFF;
        boolean multiple = (kind & 0x1000) != 0;
        kind &= ~0x1000;
        if (id >= 0x8000) {
          skip(in, 16);
          if (in.getInt() == 0) {
            skip(in, 4);
          } else {
            skip(in, padded(in.getInt()));
          }
        }
        boolean counted = kind == 0x1E || kind == 0x1F || kind == 0x0D || kind == 0x102;
        int values = counted || multiple ? in.getInt() : 1;
        for (int v = 0; v < values && in.hasRemaining(); v++) {
          if (counted) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
              throw new IllegalArgumentException("property beyond the end");
            }
            byte[] value = new byte[length];
            in.get(value);
            skip(in, Math.min(in.remaining(), padded(length) - length));
            property(id, kind, value, ofFile);
          } else {
            skip(in, width(kind));
          }
        }
      }
    }

    private void property(int id, int kind, byte[] value, boolean ofFile) {
      if (ofFile) {
        switch (id) {
          case 0x3707, 0x3001 -> {
            String n = text(kind, value);
            if (id == 0x3707 || name.isEmpty()) {
              name = n.isEmpty() ? name : n;
            }
          }
          case 0x370E -> type = text(kind, value);
          case 0x3712 -> contentId = text(kind, value);
          case 0x3701 -> {
            // An object begins with the GUID of its interface.
            content =
                kind == 0x0D && value.length > 16
                    ? Arrays.copyOfRange(value, 16, value.length)
                    : value;
          }
          default -> {}
        }
        return;
      }
      switch (id) {
        case 0x1000 -> text = text(kind, value);
        case 0x1013 -> html = kind == 0x102 ? document(value) : text(kind, value);
        case 0x1009 -> rtf = Rtf.toText(Rtf.decompress(value));
        default -> {}
      }
    }

    private String text(int kind, byte[] value) {
      if (kind != 0x1F) {
        return string(value);
      }
      String s = new String(value, StandardCharsets.UTF_16LE);
      int nul = s.indexOf('\0');
      return nul < 0 ? s : s.substring(0, nul);
    }

    /// HTML says itself what it is written in, and the code page of the message is another.
    private String document(byte[] value) {
      String own = BodyText.metaCharset(value);
      return TextDecoder.decode(value, 0, end(value), own.isEmpty() ? charset : own);
    }

    private String string(byte[] value) {
      return TextDecoder.decode(value, 0, end(value), charset);
    }

    private static int end(byte[] value) {
      int n = 0;
      while (n < value.length && value[n] != 0) {
        n++;
      }
      return n;
    }

    private static byte[] bytes(ByteBuffer data) {
      byte[] b = new byte[data.remaining()];
      data.get(data.position(), b);
      return b;
    }

    private static int padded(int n) {
      return n + 3 & ~3;
    }

    private static int width(int kind) {
      return switch (kind) {
        case 0x05, 0x06, 0x07, 0x14, 0x40 -> 8;
        case 0x48 -> 16;
        default -> 4;
      };
    }

    private static void skip(ByteBuffer in, int n) {
      in.position(in.position() + n);
    }
  }
}
