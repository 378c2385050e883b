/// Keeps the store and the servers the same. [app.paloma.sync.SyncEngine] is the door;
/// [app.paloma.sync.SyncPlanner] decides (pure), [app.paloma.sync.ImapMailboxSync] carries a plan
/// out in steps that each commit, [app.paloma.sync.PendingChangePusher] replays what the user did,
/// [app.paloma.sync.AccountSync] runs it all in the background. RFC 7162 (CONDSTORE, QRESYNC), 4315
/// (UIDPLUS), 6851 (MOVE), 2177 (IDLE), 5819 (LIST-STATUS). May use protocol, store, mime, crypto,
/// rules, security, model.
package app.paloma.sync;
