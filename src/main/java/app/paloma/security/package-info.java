/// Secrets and trust: keychain, vault, certificates. May use model.
package app.paloma.security;
