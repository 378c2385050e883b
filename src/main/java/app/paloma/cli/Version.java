package app.paloma.cli;

import picocli.CommandLine.IVersionProvider;

/// `paloma --version`: the version of the jar.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Paloma.class.getPackage().getImplementationVersion();
    return new String[] {"Paloma " + (version == null ? "(development)" : version)};
  }
}
