package app.paloma.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A DNS server on loopback with the records it is given.
public final class DnsServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final List<Record> records = new ArrayList<>();

  /// @param lines `name TYPE rdata`, as in a zone file; `name SERVFAIL` and `name SILENT` as well
  public DnsServer(String... lines) throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    List<String> broken = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 2) {
        broken.add(line);
      } else {
        Name name = Name.fromString(parts[0], Name.root);
        records.add(
            Record.fromString(name, Type.value(parts[1]), DClass.IN, 300, parts[2], Name.root));
      }
    }
    Thread.ofVirtual().name("dns-server").start(() -> serve(broken));
  }

  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve(List<String> broken) {
    byte[] octets = new byte[4096];
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(octets, octets.length);
        socket.receive(packet);
        Message question = new Message(Arrays.copyOf(octets, packet.getLength()));
        Record asked = question.getQuestion();
        String name = asked.getName().toString(true);
        if (broken.contains(name + " SILENT")) {
          continue;
        }
        byte[] reply = answer(question, broken.contains(name + " SERVFAIL")).toWire();
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private Message answer(Message question, boolean fails) {
    Record asked = question.getQuestion();
    Message reply = new Message(question.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(asked, Section.QUESTION);
    boolean known = false;
    for (Record record : records) {
      if (record.getName().equals(asked.getName())) {
        known = true;
        if (record.getType() == asked.getType() || record.getType() == Type.CNAME) {
          reply.addRecord(record, Section.ANSWER);
        }
      }
    }
    reply.getHeader().setRcode(fails ? Rcode.SERVFAIL : known ? Rcode.NOERROR : Rcode.NXDOMAIN);
    return reply;
  }

  @Override
  public void close() {
    socket.close();
  }
}
