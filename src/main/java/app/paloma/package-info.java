/// Paloma, a desktop mail client. Each package below this one is a room; architecture.md has the
/// plan.
package app.paloma;
