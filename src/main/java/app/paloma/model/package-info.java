/// Values shared by all rooms: plain records and sealed types, no I/O. May use nothing of Paloma.
package app.paloma.model;
