/// The query language, and search here and on servers. May use store, mime, model.
package app.paloma.search;
