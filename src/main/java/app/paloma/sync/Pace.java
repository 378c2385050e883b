package app.paloma.sync;

import java.time.Duration;

/// How often an account's mailboxes are gone through, and its server is tried. What a rule on the
/// server files elsewhere than in INBOX is mail that somebody waits for too.
///
/// @param look for what came and went: most servers tell that of all mailboxes in one answer
/// @param thorough for flags too, which servers without mod-sequences tell mailbox by mailbox
/// @param again how long a server that let nobody in is left alone at first, then twice as long
/// @param silence a server that says nothing for so long while a command is unanswered is gone (a
///   laptop woke up, a router forgot the connection)
record Pace(Duration look, Duration thorough, Duration again, Duration silence) {
  static final Pace USUAL =
      new Pace(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(45));

  /// The same with other patience.
  Pace with(Duration firstAgain, Duration longestSilence) {
    return new Pace(look, thorough, firstAgain, longestSilence);
  }

  /// Of the time, one part in so many is spent on looking.
  private static final int SHARE = 20;

  /// How long to rest after a look at everything: longer where the server or the line is slow.
  Duration after(Duration round) {
    Duration rest = round.multipliedBy(SHARE);
    return rest.compareTo(look) < 0 ? look : rest.compareTo(thorough) > 0 ? thorough : rest;
  }
}
