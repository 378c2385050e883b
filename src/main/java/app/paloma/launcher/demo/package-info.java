/// The demo: a mail server inside the program (GreenMail, loopback only) with a mailbox worth
/// looking at, in a profile of its own that is thrown away. The only door to GreenMail.
package app.paloma.launcher.demo;
