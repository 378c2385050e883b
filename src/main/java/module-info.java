/// Paloma. One module: its layers are checked by ArchitectureTest, this file is for jlink and for
/// the libraries it leans on.
module app.paloma {
  requires java.desktop;
  requires java.logging;
  requires java.naming;
  requires java.net.http;
  requires java.sql;
  requires java.xml;
  requires javafx.controls;
  requires javafx.swing;
  requires javafx.web;
  requires atlantafx.base;
  requires org.kordamp.ikonli.core;
  requires org.kordamp.ikonli.javafx;
  requires org.kordamp.ikonli.materialdesign2;
  requires org.xerial.sqlitejdbc;
  requires jakarta.mail;
  requires org.dnsjava;
  requires com.ongres.scram.client;
  requires org.jsoup;
  requires com.helger.collection;
  requires com.helger.css;
  requires vinnie;
  requires java.keyring;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.apache.pdfbox;
  requires org.slf4j;
  requires greenmail;

  opens app.paloma.cli to
      info.picocli;
  opens app.paloma.launcher;
}
