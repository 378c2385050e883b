package app.paloma.ui;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/// The one icon family of the windows: names of our own, so that a picture can change in one place.
/// Sizes come from the theme (16 px at 100 %, `icon-large` 20 px, `icon-huge` 48 px).
public final class Icons {
  private static final Map<String, Ikon> GLYPHS =
      Map.ofEntries(
          entry("compose", MaterialDesignS.SQUARE_EDIT_OUTLINE),
          entry("get-mail", MaterialDesignT.TRAY_ARROW_DOWN),
          entry("sync", MaterialDesignS.SYNC),
          entry("archive", MaterialDesignA.ARCHIVE_OUTLINE),
          entry("delete", MaterialDesignT.TRASH_CAN_OUTLINE),
          entry("delete-forever", MaterialDesignD.DELETE_FOREVER_OUTLINE),
          entry("reply", MaterialDesignR.REPLY_OUTLINE),
          entry("reply-all", MaterialDesignR.REPLY_ALL_OUTLINE),
          entry("forward", MaterialDesignS.SHARE_OUTLINE),
          entry("move", MaterialDesignF.FOLDER_MOVE_OUTLINE),
          entry("folder", MaterialDesignF.FOLDER_OUTLINE),
          entry("folder-open", MaterialDesignF.FOLDER_OPEN_OUTLINE),
          entry("folder-new", MaterialDesignF.FOLDER_PLUS_OUTLINE),
          entry("flag", MaterialDesignS.STAR_OUTLINE),
          entry("flag-on", MaterialDesignS.STAR),
          entry("search", MaterialDesignM.MAGNIFY),
          entry("menu", MaterialDesignM.MENU),
          entry("inbox", MaterialDesignI.INBOX_OUTLINE),
          entry("inbox-all", MaterialDesignI.INBOX_MULTIPLE_OUTLINE),
          entry("drafts", MaterialDesignF.FILE_EDIT_OUTLINE),
          entry("sent", MaterialDesignS.SEND_OUTLINE),
          entry("junk", MaterialDesignA.ALERT_OCTAGON_OUTLINE),
          entry("not-junk", MaterialDesignE.EMAIL_CHECK_OUTLINE),
          entry("attachment", MaterialDesignP.PAPERCLIP),
          entry("expanded", MaterialDesignC.CHEVRON_DOWN),
          entry("collapsed", MaterialDesignC.CHEVRON_RIGHT),
          entry("back", MaterialDesignA.ARROW_LEFT),
          entry("close", MaterialDesignC.CLOSE),
          entry("check", MaterialDesignC.CHECK),
          entry("warning", MaterialDesignA.ALERT_OUTLINE),
          entry("phishing", MaterialDesignS.SHIELD_ALERT_OUTLINE),
          entry("shield", MaterialDesignS.SHIELD_CHECK_OUTLINE),
          entry("image", MaterialDesignI.IMAGE_OUTLINE),
          entry("image-off", MaterialDesignI.IMAGE_OFF_OUTLINE),
          entry("file", MaterialDesignF.FILE_OUTLINE),
          entry("file-pdf", MaterialDesignF.FILE_PDF_BOX),
          entry("file-text", MaterialDesignF.FILE_DOCUMENT_OUTLINE),
          entry("file-image", MaterialDesignF.FILE_IMAGE_OUTLINE),
          entry("file-audio", MaterialDesignF.FILE_MUSIC_OUTLINE),
          entry("file-video", MaterialDesignF.FILE_VIDEO_OUTLINE),
          entry("file-archive", MaterialDesignF.FOLDER_ZIP_OUTLINE),
          entry("file-table", MaterialDesignF.FILE_TABLE_OUTLINE),
          entry("calendar", MaterialDesignC.CALENDAR_OUTLINE),
          entry("place", MaterialDesignM.MAP_MARKER_OUTLINE),
          entry("repeat", MaterialDesignR.REPEAT),
          entry("people", MaterialDesignA.ACCOUNT_GROUP_OUTLINE),
          entry("contact", MaterialDesignC.CARD_ACCOUNT_DETAILS_OUTLINE),
          entry("settings", MaterialDesignC.COG_OUTLINE),
          entry("offline", MaterialDesignC.CLOUD_OFF_OUTLINE),
          entry("online", MaterialDesignC.CLOUD_CHECK_OUTLINE),
          entry("mail", MaterialDesignE.EMAIL_OUTLINE),
          entry("mail-open", MaterialDesignE.EMAIL_OPEN_OUTLINE),
          entry("unread", MaterialDesignE.EMAIL_MARK_AS_UNREAD),
          entry("outbox", MaterialDesignE.EMAIL_FAST_OUTLINE),
          entry("undo", MaterialDesignU.UNDO_VARIANT),
          entry("redo", MaterialDesignR.REDO_VARIANT),
          entry("sort", MaterialDesignS.SORT_VARIANT),
          entry("filter", MaterialDesignF.FILTER_VARIANT),
          entry("bold", MaterialDesignF.FORMAT_BOLD),
          entry("italic", MaterialDesignF.FORMAT_ITALIC),
          entry("underline", MaterialDesignF.FORMAT_UNDERLINE),
          entry("bullets", MaterialDesignF.FORMAT_LIST_BULLETED),
          entry("numbers", MaterialDesignF.FORMAT_LIST_NUMBERED),
          entry("quote", MaterialDesignF.FORMAT_QUOTE_CLOSE),
          entry("link", MaterialDesignL.LINK_VARIANT),
          entry("code", MaterialDesignC.CODE_TAGS),
          entry("clear-format", MaterialDesignF.FORMAT_CLEAR),
          entry("print", MaterialDesignP.PRINTER_OUTLINE),
          entry("save", MaterialDesignC.CONTENT_SAVE_OUTLINE),
          entry("more", MaterialDesignD.DOTS_HORIZONTAL),
          entry("account", MaterialDesignA.ACCOUNT_OUTLINE),
          entry("account-add", MaterialDesignA.ACCOUNT_PLUS_OUTLINE),
          entry("lock", MaterialDesignL.LOCK_OUTLINE),
          entry("unlock", MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE),
          entry("server", MaterialDesignS.SERVER_NETWORK),
          entry("key", MaterialDesignK.KEY_OUTLINE),
          entry("show", MaterialDesignE.EYE_OUTLINE),
          entry("hide", MaterialDesignE.EYE_OFF_OUTLINE),
          entry("add", MaterialDesignP.PLUS),
          entry("remove", MaterialDesignM.MINUS),
          entry("info", MaterialDesignI.INFORMATION_OUTLINE),
          entry("help", MaterialDesignH.HELP_CIRCLE_OUTLINE),
          entry("keyboard", MaterialDesignK.KEYBOARD_OUTLINE),
          entry("palette-command", MaterialDesignC.CONSOLE_LINE),
          entry("appearance", MaterialDesignT.THEME_LIGHT_DARK),
          entry("language", MaterialDesignT.TRANSLATE),
          entry("notifications", MaterialDesignB.BELL_OUTLINE),
          entry("text-size", MaterialDesignF.FORMAT_SIZE),
          entry("open", MaterialDesignO.OPEN_IN_NEW),
          entry("send", MaterialDesignS.SEND),
          entry("conversation", MaterialDesignF.FORUM_OUTLINE),
          entry("data", MaterialDesignD.DATABASE_OUTLINE),
          entry("later", MaterialDesignC.CLOCK_OUTLINE),
          entry("all-mail", MaterialDesignA.ALL_INCLUSIVE),
          entry("signature", MaterialDesignS.SIGNATURE_FREEHAND),
          entry("dove", MaterialDesignB.BIRD),
          entry("stop", MaterialDesignS.STOP_CIRCLE_OUTLINE),
          entry("quick", MaterialDesignF.FLASH_OUTLINE),
          entry("edit", MaterialDesignP.PENCIL_OUTLINE),
          entry("columns", MaterialDesignT.TABLE_HEADERS_EYE),
          entry("tag", MaterialDesignT.TAG_OUTLINE),
          entry("pin", MaterialDesignP.PIN_OUTLINE),
          entry("mute", MaterialDesignV.VOLUME_OFF),
          entry("snooze", MaterialDesignA.ALARM),
          entry("saved-search", MaterialDesignF.FOLDER_SEARCH_OUTLINE),
          entry("list", MaterialDesignV.VIEW_LIST_OUTLINE),
          entry("up", MaterialDesignC.CHEVRON_UP),
          entry("down", MaterialDesignC.CHEVRON_DOWN),
          entry("done", MaterialDesignC.CHECK_CIRCLE_OUTLINE),
          entry("error", MaterialDesignA.ALERT_CIRCLE_OUTLINE),
          entry("drop", MaterialDesignT.TRAY_ARROW_UP),
          entry("plain-text", MaterialDesignT.TEXT),
          entry("rich-text", MaterialDesignF.FORMAT_TEXT),
          entry("picture-add", MaterialDesignI.IMAGE_PLUS),
          entry("mark-read", MaterialDesignE.EMAIL_OPEN_OUTLINE),
          entry("reset", MaterialDesignR.RESTORE),
          entry("privacy", MaterialDesignS.SHIELD_LOCK_OUTLINE),
          entry("pending", MaterialDesignP.PROGRESS_CLOCK));

  private Icons() {}

  /// @throws IllegalArgumentException for a name that has no picture
  public static FontIcon of(String name) {
    Ikon glyph = GLYPHS.get(name);
    if (glyph == null) {
      throw new IllegalArgumentException("no icon named " + name);
    }
    FontIcon icon = new FontIcon(glyph);
    icon.getStyleClass().add("icon");
    return icon;
  }

  public static FontIcon large(String name) {
    FontIcon icon = of(name);
    icon.getStyleClass().add("icon-large");
    return icon;
  }

  /// For the one picture of an empty state.
  public static FontIcon huge(String name) {
    FontIcon icon = of(name);
    icon.getStyleClass().add("icon-huge");
    return icon;
  }

  public static boolean exists(String name) {
    return GLYPHS.containsKey(name);
  }

  /// The icon for a file of this media type and name.
  public static String forFile(String contentType, String name) {
    String type = contentType.toLowerCase(Locale.ROOT);
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return "file-image";
    }
    if (type.startsWith("audio/")) {
      return "file-audio";
    }
    if (type.startsWith("video/")) {
      return "file-video";
    }
    if (type.equals("message/rfc822")) {
      return "mail";
    }
    return switch (end) {
      case "pdf" -> "file-pdf";
      case "zip", "gz", "tgz", "tar", "7z", "rar", "xz" -> "file-archive";
      case "ics" -> "calendar";
      case "vcf" -> "contact";
      case "xls", "xlsx", "ods", "csv" -> "file-table";
      case "doc", "docx", "odt", "rtf", "txt", "md" -> "file-text";
      default -> type.startsWith("text/") ? "file-text" : "file";
    };
  }
}
