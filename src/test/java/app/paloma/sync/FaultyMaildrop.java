package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.sync.FaultyPop3Server.Edge;
import app.paloma.sync.SyncEngine.MailboxReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An account whose maildrop is on a server that misbehaves as a test tells it.
abstract class FaultyMaildrop {
  static final LeaveOnServer KEEP = new LeaveOnServer.Keep();
  static final LeaveOnServer DELETE = new LeaveOnServer.Delete();

  @TempDir Path profile;
  Pop3Fixture here;
  FaultyPop3Server server;

  @BeforeEach
  void open() throws Exception {
    here = new Pop3Fixture(profile);
    server = new FaultyPop3Server(Edge.NEVER);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    here.close();
  }

  Account account(LeaveOnServer leave) {
    return here.account(server.port(), leave);
  }

  MailboxReport sync(LeaveOnServer leave) throws MailException {
    return here.sync(account(leave));
  }

  List<String> here() {
    return here.texts(account(KEEP));
  }

  static String message(int n) {
    return "From: a@b.example\r\nSubject: number " + n + "\r\n\r\nbody " + n + "\r\n";
  }
}
