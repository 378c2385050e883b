/// The durable state: one SQLite database a profile. The only room that knows `java.sql`. May use
/// model.
package app.paloma.store;
