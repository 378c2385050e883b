/// What tests of several rooms lean on: real servers on loopback, scripted servers, certificates.
package app.paloma.testing;
