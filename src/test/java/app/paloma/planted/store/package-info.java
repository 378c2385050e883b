/// A planted violation of the layers, for ArchitectureTest alone.
package app.paloma.planted.store;
