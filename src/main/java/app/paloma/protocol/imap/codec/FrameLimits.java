package app.paloma.protocol.imap.codec;

/// How much of one response is taken; beyond it the framing counts as broken.
///
/// @param lineOctets all of a response outside of its literals
/// @param literals how many literals
/// @param literalOctets in memory, one; larger ones without a sink are read over and dropped
/// @param streamedOctets of one literal that goes into a sink, or is dropped
public record FrameLimits(int lineOctets, int literals, int literalOctets, long streamedOctets) {
  public static final FrameLimits DEFAULT = new FrameLimits(32 << 20, 65_536, 128 << 20, 8L << 30);
}
