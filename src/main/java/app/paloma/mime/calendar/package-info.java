/// Calendar objects that come by mail: iCalendar (RFC 5545), iTIP (RFC 5546). Octets in, records
/// out; nothing is expanded, looked up or fetched.
package app.paloma.mime.calendar;
