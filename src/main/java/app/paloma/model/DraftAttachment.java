package app.paloma.model;

/// A file that goes with a draft. Its octets are in the draft store from the moment it is added, so
/// a file that is moved or deleted later is still sent as it was.
///
/// @param contentId for a picture inside the text (`cid:`), else empty
public record DraftAttachment(
    long id, String name, String contentType, long size, boolean inline, String contentId) {}
