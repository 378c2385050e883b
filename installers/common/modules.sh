# The modules of the linked Java: the JDK's that Paloma and its libraries use, and JavaFX.
# jdk.charsets reads mail in any encoding, jdk.localedata writes dates in the user's language.
modules=java.base,java.datatransfer,java.desktop,java.logging,java.management,java.naming,java.net.http
modules=$modules,java.prefs,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,java.xml.crypto
modules=$modules,jdk.charsets,jdk.crypto.cryptoki,jdk.localedata,jdk.net,jdk.security.auth,jdk.unsupported,jdk.unsupported.desktop,jdk.xml.dom,jdk.zipfs
modules=$modules,javafx.base,javafx.graphics,javafx.controls,javafx.media,javafx.web,javafx.swing
