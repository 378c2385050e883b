/// Words for failures, and looking into things. May use protocol, discovery, security, model.
package app.paloma.diagnosis;
